// What the page of the crisis cell does in the browser; Dash calls this function, see pages/crisis.py.
(() => {
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.crisis = {
    address(dep, at, back, layer, words) {
      const query = (lang) => {
        const state = { dep, at, back: back ? -back : "", layer: layer === "help" ? "" : layer, lang };
        const given = Object.entries(state).filter(([, value]) => value);
        return given.length ? `?${new URLSearchParams(given)}` : "";
      };
      const asked = new URLSearchParams(window.location.search).get("lang");
      window.history.replaceState(window.history.state, "", window.location.pathname + query(asked));
      document.documentElement.lang = words.lang;
      return window.location.pathname + query(words.lang === "fr" ? "en" : "fr"); // of the other language
    },
  };
})();
