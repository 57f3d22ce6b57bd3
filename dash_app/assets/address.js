// What is shown stands in the address, so that it can be kept, sent and reloaded. For the pages' own functions.
(() => {
  const query = (state, lang) => {
    const given = Object.entries({ ...state, lang }).filter(([, value]) => value);
    return given.length ? `?${new URLSearchParams(given)}` : "";
  };

  window.cyberimpact = {
    query,

    // Writes the address, and returns that of the same view in the other language.
    keep(state, words) {
      const asked = new URLSearchParams(window.location.search).get("lang");
      window.history.replaceState(window.history.state, "", window.location.pathname + query(state, asked));
      document.documentElement.lang = words.lang;
      return window.location.pathname + query(state, words.lang === "fr" ? "en" : "fr");
    },
  };
})();
