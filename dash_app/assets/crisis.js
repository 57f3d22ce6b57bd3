// What the page of the crisis cell does in the browser; Dash calls this function, see pages/crisis.py.
(() => {
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.crisis = {
    address(dep, at, back, layer, words) {
      const state = { dep, at, back: back ? -back : "", layer: layer === "help" ? "" : layer };
      return window.cyberimpact.keep(state, words);
    },
  };
})();
