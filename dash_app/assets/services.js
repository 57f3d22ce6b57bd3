// The page of services keeps its service and its period in the address; Dash calls this, see pages/services.py.
(() => {
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.services = {
    address(service, from, to, words) {
      const query = (lang) => {
        const given = { service: service === "all" ? "" : service, from, to, lang };
        const said = Object.entries(given).filter(([, value]) => value);
        return said.length ? `?${new URLSearchParams(said)}` : "";
      };
      const asked = new URLSearchParams(window.location.search).get("lang");
      window.history.replaceState(window.history.state, "", window.location.pathname + query(asked));
      document.documentElement.lang = words.lang;
      return window.location.pathname + query(words.lang === "fr" ? "en" : "fr"); // of the other language
    },
  };
})();
