// The propagation graph: force-graph on a 2D canvas, every position given, no simulation.
// Columns come from dash_app/figures/propagation.py: one list entry a post.
import ForceGraph from "force-graph";

const LENGTH = 1000; // the time axis of the columns
const FOOT = 30; // pixels kept for the ticks
const FAINT = 0.07;
const drawings = new WeakMap();

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Draw the columns in the element, or nothing when there are none. `colours` by kind, `say` the card's words. */
export function draw(element, columns, colours, say, onSelect) {
  let drawing = drawings.get(element);
  if (!drawing) drawings.set(element, (drawing = prepare(element)));
  Object.assign(drawing, { columns, colours, say, onSelect, selected: null, until: LENGTH });
  const ids = columns ? columns.ids : [];
  drawing.nodes = ids.map((id, i) => ({ i, fx: columns.x[i], fy: columns.y[i], x: columns.x[i], y: columns.y[i] }));
  drawing.links = drawing.nodes
    .filter(({ i }) => columns.parent[i] >= 0)
    .map((node) => ({ source: drawing.nodes[columns.parent[node.i]], target: node }));
  drawing.graph.graphData({ nodes: drawing.nodes, links: drawing.links });
  element.dataset.nodes = ids.length;
  show(element, LENGTH);
  select(element, null);
  fit(element, 0);
}

/** Hide what came after `until` (0 to 1000). */
export function show(element, until) {
  const drawing = drawings.get(element);
  if (!drawing) return;
  drawing.until = until;
  element.dataset.shown = drawing.nodes.filter((node) => node.x <= until).length;
  repaint(drawing);
}

/** Ring one post, by its id; null rings none. */
export function select(element, id) {
  const drawing = drawings.get(element);
  if (!drawing) return;
  const found = drawing.columns && id ? drawing.columns.ids.indexOf(id) : -1;
  drawing.selected = found >= 0 ? found : null;
  element.dataset.selected = found >= 0 ? id : "";
  repaint(drawing);
}

/** Zoom so that the whole cascade and its axis are in view: time fills the width, lanes share the height. */
export function fit(element, ms = calm() ? 0 : 300) {
  const drawing = drawings.get(element);
  if (!drawing || !drawing.nodes.length) return;
  const { clientWidth: width, clientHeight: height } = element;
  const ys = drawing.columns.y;
  const top = ys.reduce((a, b) => Math.min(a, b), 0);
  const low = ys.reduce((a, b) => Math.max(a, b), 0);
  const scale = Math.max(width - 64, 50) / LENGTH;
  const room = Math.max(height - FOOT - 44, 50) / scale;
  const stretch = Math.min(room / Math.max(low - top, 1), 1.5);
  for (const node of drawing.nodes) node.y = node.fy = drawing.columns.y[node.i] * stretch;
  drawing.graph.zoom(scale, ms).centerAt(LENGTH / 2, ((top + low) / 2) * stretch + FOOT / 2 / scale, ms);
}

/** The post before or after the selected one in order of time, among those shown; null when there is none. */
export function beside(element, step) {
  const drawing = drawings.get(element);
  const shown = drawing ? drawing.nodes.filter((node) => node.x <= drawing.until) : [];
  if (!shown.length) return null;
  shown.sort((a, b) => a.x - b.x || a.i - b.i);
  const at = shown.findIndex((node) => node.i === drawing.selected);
  const next = at < 0 ? shown[0] : shown[Math.min(Math.max(at + step, 0), shown.length - 1)];
  return drawing.columns.ids[next.i];
}

function prepare(element) {
  const drawing = { nodes: [], links: [] };
  const graph = new ForceGraph(element)
    .width(element.clientWidth)
    .height(element.clientHeight)
    .cooldownTicks(0)
    .enableNodeDrag(false)
    .minZoom(0.05)
    .maxZoom(40)
    .nodeLabel((node) => card(drawing, node.i))
    .linkColor((link) => (link.target.x <= drawing.until ? "rgba(110,110,110,.45)" : `rgba(110,110,110,${FAINT})`))
    .linkWidth(0.8)
    .nodeCanvasObject((node, context, scale) => paint(drawing, node, context, scale))
    .nodePointerAreaPaint((node, colour, context, scale) => {
      context.fillStyle = colour;
      disc(context, node, (drawing.columns.radius[node.i] + 2) / scale);
    })
    .onRenderFramePre((context, scale) => axis(drawing, element, context, scale))
    .onNodeClick((node) => drawing.onSelect(drawing.columns.ids[node.i]))
    .onBackgroundClick(() => drawing.onSelect(null));
  drawing.graph = graph;
  new ResizeObserver(() => {
    graph.width(element.clientWidth).height(element.clientHeight);
    fit(element, 0);
  }).observe(element);
  return drawing;
}

// Radii are pixels: graph units are divided by the zoom, or discs would cover the screen.
function paint({ columns, colours, until, selected }, node, context, scale) {
  const radius = columns.radius[node.i] / scale;
  context.globalAlpha = node.x <= until ? 1 : FAINT;
  context.fillStyle = colours[columns.kind[node.i]];
  disc(context, node, radius);
  context.lineWidth = 0.8 / scale;
  context.strokeStyle = "#fff";
  context.stroke();
  if (columns.hidden[node.i]) ring(context, node, radius + 2 / scale, "#555", 1 / scale, [2 / scale, 2 / scale]);
  if (node.i === selected) ring(context, node, radius + 4 / scale, "#d00000", 3 / scale, []);
  context.globalAlpha = 1;
}

function disc(context, { x, y }, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function ring(context, { x, y }, radius, colour, width, dash) {
  context.beginPath();
  context.setLineDash(dash);
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
}

function axis({ columns, graph, until }, element, context, scale) {
  if (!columns || !columns.ids.length) return;
  const top = graph.screen2GraphCoords(0, 0).y;
  const foot = graph.screen2GraphCoords(0, element.clientHeight - 8).y;
  context.font = `${12 / scale}px system-ui, sans-serif`;
  context.fillStyle = "#444";
  context.lineWidth = 1 / scale;
  const line = (x, colour) => {
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, foot - 14 / scale);
    context.stroke();
  };
  let free = -Infinity; // labels that would touch are left out
  for (const [x, label] of columns.ticks) {
    const width = context.measureText(label).width;
    if (x - width / 2 < free) continue;
    line(x, "#e4e4e4");
    context.fillText(label, x - width / 2, foot);
    free = x + width / 2 + 8 / scale;
  }
  if (until < LENGTH) line(until, "#d00000");
}

// Texts come from strangers: they are set as text, never as HTML.
function card({ columns, say }, i) {
  const box = document.createElement("div");
  box.className = "post-card";
  const head = document.createElement("strong");
  head.textContent = [columns.author[i], say.kind[columns.kind[i]], columns.at[i].replace("T", " ").slice(0, 16)]
    .filter(Boolean)
    .join(" · ");
  const text = document.createElement("p");
  text.textContent = columns.text[i] || say.noText;
  box.append(head, text);
  if (columns.hidden[i]) {
    const folded = document.createElement("em");
    folded.textContent = say.folded.replace("{count}", columns.hidden[i]);
    box.append(folded);
  }
  return box;
}

// A drawing that stands still is not painted again by itself.
function repaint({ graph }) {
  graph.nodeRelSize(graph.nodeRelSize());
}

window.cyberimpactPropagation = { draw, show, select, fit, beside };
