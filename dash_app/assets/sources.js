// What the page of the sources does in the browser; Dash calls these functions, see pages/sources.py.
(() => {
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.sources = {
    address(source, words) {
      const query = (lang) => {
        const given = Object.entries({ source, lang }).filter(([, value]) => value);
        return given.length ? `?${new URLSearchParams(given)}` : "";
      };
      const asked = new URLSearchParams(window.location.search).get("lang");
      window.history.replaceState(window.history.state, "", window.location.pathname + query(asked));
      document.documentElement.lang = words.lang;
      return window.location.pathname + query(words.lang === "fr" ? "en" : "fr"); // of the other language
    },

    choose(selected, source) {
      // {ids: […]} is our own writing coming back
      if (Array.isArray(selected) && selected.length && selected[0].name !== source) {
        set("source", { data: selected[0].name });
      }
    },
  };
})();
