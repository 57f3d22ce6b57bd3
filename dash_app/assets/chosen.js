// What a page with a table and one chosen row does in the browser; Dash calls these functions, see pages/chosen.py.
// `words` says of what the page tells (its store and its name in the address) and by which field a row is known.
(() => {
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.chosen = {
    address(chosen, words) {
      return window.cyberimpact.keep({ [words.of]: chosen }, words);
    },

    // An answered alert leaves its list with the button that was pressed: the keyboard goes on from what is said of it.
    keep_focus(children, said) {
      window.requestAnimationFrame(() => {
        const lost = document.activeElement === document.body;
        if (said && lost) document.getElementById("quality-said").focus();
      });
      return window.dash_clientside.no_update;
    },

    choose(selected, chosen, words) {
      // {ids: […]} is our own writing coming back
      if (Array.isArray(selected) && selected.length && selected[0][words.key] !== chosen) {
        set(words.of, { data: selected[0][words.key] });
      }
    },
  };
})();
