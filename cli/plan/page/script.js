// Draws the lines between what needs each other, and moves the focus; all else works without it.
const svg = document.querySelector(".edges");
const graph = document.querySelector("#graph");
const nodes = new Map([...document.querySelectorAll(".node")].map((node) => [node.id.slice(1), node]));
const links = [...nodes].flatMap(([id, node]) =>
  node.dataset.needs
    .split(" ")
    .filter((other) => nodes.has(other) && !nodes.get(other).parentElement.matches(".host"))
    .map((other) => [id, other]),
);

const linksOf = new Map();
for (const link of links) for (const id of link) linksOf.set(id, [...(linksOf.get(id) ?? []), link]);
// So many lines say nothing, and cost a second for each move of the pointer: then only those of one resource are drawn.
const isCrowded = graph.matches(".crowded");
let drawnFor;

function draw() {
  drawnFor = isCrowded ? pointedAt() : undefined;
  const area = graph.getBoundingClientRect();
  svg.setAttribute("viewBox", `0 0 ${area.width} ${area.height}`);
  const drawn = isCrowded ? (linksOf.get(drawnFor) ?? []) : links;
  svg.replaceChildren(...drawn.flatMap(([from, to]) => edge(area, from, to)));
  light();
}

function edge(area, from, to) {
  const [a, b] = [from, to].map((id) => nodes.get(id).getBoundingClientRect());
  if (a.width === 0 || b.width === 0) return [];
  const isBeside = a.right < b.left || b.right < a.left;
  const leftToRight = a.left < b.left;
  const x1 = (isBeside ? (leftToRight ? a.right : a.left) : a.left) - area.left;
  const x2 = (isBeside ? (leftToRight ? b.left : b.right) : b.left) - area.left;
  const [y1, y2] = [a, b].map((box) => box.top + box.height / 2 - area.top);
  const bend = isBeside ? (x2 - x1) / 2 : -18;
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - (isBeside ? bend : 18)} ${y2} ${x2} ${y2}`);
  path.dataset.from = from;
  path.dataset.to = to;
  return [path];
}

let hovered;
function pointedAt() {
  return hovered ?? location.hash.slice(2);
}

function light() {
  const id = pointedAt();
  if (isCrowded && drawnFor !== id) return draw();
  for (const path of svg.children)
    path.classList.toggle("lit", path.dataset.from === id || path.dataset.to === id);
}

for (const [id, node] of nodes) {
  const on = () => ((hovered = id), light());
  const off = () => ((hovered = undefined), light());
  node.addEventListener("pointerenter", on);
  node.addEventListener("focus", on);
  node.addEventListener("pointerleave", off);
  node.addEventListener("blur", off);
}

let opener;
let opened;
function open() {
  const isDetail = /^#d\d+$/.test(location.hash);
  const detail = isDetail ? document.querySelector(location.hash) : null;
  document.body.classList.toggle("reading", detail !== null && !isCrowded);
  opened?.classList.remove("open");
  opened = detail ? nodes.get(location.hash.slice(2)) : undefined;
  opened?.classList.add("open");
  if (detail) {
    opener = nodes.get(location.hash.slice(2)) ?? opener;
    detail.focus({ preventScroll: true });
  } else if (opener) {
    opener.focus({ preventScroll: true });
    opener = undefined;
  }
  light();
}

addEventListener("hashchange", open);
// What is looked at stays where it is.
function close() {
  const [x, y] = [scrollX, scrollY];
  location.hash = "#graph";
  scrollTo(x, y);
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash.startsWith("#d")) close();
});
for (const link of document.querySelectorAll(".close")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    close();
  });
}
new ResizeObserver(draw).observe(graph);
document.querySelector("#only").addEventListener("change", draw);
open();
