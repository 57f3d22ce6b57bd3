// What the investigation page does in the browser; Dash calls these functions, see pages/investigate.py.
(() => {
  const graph = () => document.getElementById("graph");
  const drawing = () => window.cyberimpactPropagation;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const STEP = { every: 80, share: 10 }; // a replay takes about 8 seconds
  const CALM = { every: 800, share: 100 };
  let playing = null;
  let entered = false; // the last drill-down came from the map: the way back takes the focus
  let position = 1000;
  let asking = null;

  // Not through Dash: the drawing needs its size at once.
  const reveal = (id, shown) => document.getElementById(id)?.toggleAttribute("hidden", !shown);

  const stop = (words) => {
    window.clearInterval(playing);
    playing = null;
    set("play", { children: words.play });
  };

  const written = (columns, words) => {
    if (!columns || position >= 1000) return words.all;
    const shown = columns.at.filter((_, i) => columns.x[i] <= position).sort();
    return shown.length ? `${shown[shown.length - 1].replace("T", " ").slice(0, 16)} · ${shown.length}/${columns.at.length}` : "";
  };

  const selectedIds = (selected) => {
    if (!selected) return null;
    return Array.isArray(selected) ? selected : null; // {ids: […]} is our own writing coming back
  };

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.investigate = {
    address(from, to, q, topic, measure, dep, root, post, words) {
      const state = { from, to, q, root, post, topic: topic === "all" ? "" : topic, dep };
      state.measure = measure === "smoothed_rate" ? "" : measure;
      set("language", { href: window.cyberimpact.keep(state, words) });
      const question = window.cyberimpact.query(state, "");
      if (asking !== null && asking !== question) set("error", { hidden: true }); // another question was asked
      asking = question;
    },

    choose(selected, root) {
      const rows = selectedIds(selected);
      if (rows && rows.length && rows[0].root_uid !== root) {
        set("post", { data: null });
        set("root", { data: rows[0].root_uid });
      }
    },

    draw(columns, words, post) {
      if (playing) stop(words);
      reveal("graph", Boolean(columns));
      reveal("replay", Boolean(columns));
      for (const kind of Object.keys(words.kind)) reveal(`legend-${kind}`, Boolean(columns?.kind.includes(kind)));
      drawing().draw(graph(), columns, words.colours, words, (id) => set("post", { data: id }));
      set("until", { value: 1000 });
      set("post", { data: columns && columns.ids.includes(post) ? post : null });
      drawing().select(graph(), post);
    },

    read(post, columns, words) {
      drawing().select(graph(), post);
      const i = columns && post ? columns.ids.indexOf(post) : -1;
      const head = i < 0 ? [] : [words.kind[columns.kind[i]], columns.author[i], columns.at[i].replace("T", " ").slice(0, 16)];
      const text = i < 0 ? "" : columns.text[i] || words.noText;
      set("post-card", { children: i < 0 ? (columns ? words.noPost : "") : `${head.filter(Boolean).join(" · ")} : ${text}` });
      set("posts", i < 0 ? { selectedRows: [] } : { selectedRows: { ids: [post] }, scrollTo: { rowId: post } });
    },

    pick(selected, post) {
      const rows = selectedIds(selected);
      if (rows && rows.length && rows[0].uid !== post) set("post", { data: rows[0].uid });
    },

    until(value, columns, words) {
      position = value;
      drawing().show(graph(), value);
      set("until-text", { children: written(columns, words) });
    },

    play(clicks, words) {
      if (!clicks) return;
      if (playing) return stop(words);
      const pace = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? CALM : STEP;
      let at = position >= 1000 ? 0 : position;
      set("play", { children: words.pause });
      playing = window.setInterval(() => {
        at = Math.min(at + pace.share, 1000);
        set("until", { value: at });
        if (at >= 1000) stop(words);
      }, pace.every);
    },

    fit(clicks) {
      if (clicks) drawing().fit(graph());
    },

    back(clicks) {
      if (clicks) set("departement", { value: null });
    },

    settle() {
      window.requestAnimationFrame(() => {
        territories().forEach((one, i) => one.setAttribute("tabindex", i ? -1 : 0));
        if (entered) document.getElementById("back")?.focus();
        entered = false;
      });
    },
  };

  // One stop of the Tab key for the whole map; arrows go to the nearest territory on that side.
  const territories = () => [...document.querySelectorAll(".map .territory")];
  const SIDES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const middle = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const neighbour = (from, [dx, dy]) => {
    const [x, y] = middle(from);
    let best = null;
    let least = Infinity;
    for (const other of territories()) {
      const [ox, oy] = middle(other);
      const along = (ox - x) * dx + (oy - y) * dy;
      const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      const cost = along + 2 * aside;
      if (other !== from && along > 1 && cost < least) [best, least] = [other, cost];
    }
    return best;
  };
  const enter = (territory) => {
    if (!territory?.dataset.code) return;
    entered = true;
    set(territory.closest(".map").dataset.into || "departement", { value: territory.dataset.code });
  };

  document.addEventListener("click", (event) => enter(event.target.closest?.(".map .territory")));
  document.addEventListener("keydown", (event) => {
    const territory = event.target.closest?.(".map .territory");
    if (territory && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      enter(territory);
    } else if (territory && SIDES[event.key]) {
      event.preventDefault();
      const next = neighbour(territory, SIDES[event.key]);
      if (!next) return;
      territory.setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    } else if (event.target.id === "graph" && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      const id = drawing().beside(graph(), event.key === "ArrowRight" ? 1 : -1);
      drawing().select(graph(), id); // at once, so that the next key goes on from here
      if (id) set("post", { data: id });
    }
  });

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.cyberimpactNumber = (value, lang, digits) =>
    value === null || value === undefined
      ? ""
      : value.toLocaleString(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
})();
