// The page of services keeps its service and its period in the address; Dash calls this, see pages/services.py.
(() => {
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.services = {
    address(service, from, to, words) {
      return window.cyberimpact.keep({ service: service === "all" ? "" : service, from, to }, words);
    },
  };
})();
