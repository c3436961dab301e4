// measured() looks at the page as it is shown now, and tells what is wrong with it.
function measured() {
  const found = [];
  const tell = (what, element) => {
    const text = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60);
    found.push(what + ": <" + element.tagName.toLowerCase() + " class='" +
      (element.getAttribute("class") || "") + "'> " + text);
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const seen = (box) => box.width > 0 && box.height > 0 && box.right > 0;
  // A drawing may scroll in its own box, which can be reached by keyboard.
  const scrolls = (element) => element.closest("[role=region][tabindex='0']");

  function widths() {
    for (const element of document.querySelectorAll("body, body *")) {
      if (element.closest("svg") || scrolls(element) || !shown(element)) continue;
      if (!seen(element.getBoundingClientRect()) || element.clientWidth === 0) continue;
      if (element.scrollWidth > element.clientWidth) tell("wider than its box", element);
    }
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) tell("wider than the window", root);
  }

  function texts() {
    const boxes = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest("script, style, symbol") || scrolls(parent)) continue;
      if (!shown(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects())
        if (seen(box)) boxes.push({ node, box, parent });
    }
    boxes.sort((a, b) => a.box.top - b.box.top);
    boxes.forEach((one, i) => {
      for (let k = i + 1; k < boxes.length && boxes[k].box.top < one.box.bottom - 2; ++k) {
        const other = boxes[k];
        if (other.node === one.node) continue;
        const across = Math.min(one.box.right, other.box.right) -
          Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        if (across > 1 && down > 3) tell("lies on '" + one.node.data.trim().slice(0, 30) + "'",
          other.parent);
      }
    });
    return boxes;
  }

  const channels = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => {
      const part = c / 255;
      return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  function background(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  }
  function contrasts(boxes) {
    const judged = new Set();
    for (const { parent } of boxes) {
      if (judged.has(parent)) continue;
      judged.add(parent);
      const style = getComputedStyle(parent);
      const colour = channels(parent.closest("svg") ? style.fill : style.color).slice(0, 3);
      const one = luminance(colour), other = luminance(background(parent));
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (ratio < 4.5) tell("contrast " + ratio.toFixed(2), parent);
    }
  }

  function names() {
    const name = (element) => element.getAttribute("aria-label") || element.textContent.trim() ||
      (document.getElementById(element.getAttribute("aria-labelledby")) || {}).textContent;
    for (const element of document.querySelectorAll(
      "a, summary, button, [tabindex], nav, section[aria-labelledby], [role=img], figure"))
      if (!name(element)) tell("no name", element);
    for (const svg of document.querySelectorAll("svg"))
      if (!svg.closest("[aria-hidden=true]") && !svg.closest("[role=img]"))
        tell("a drawing without a role", svg);
    for (const table of document.querySelectorAll("table"))
      for (const head of table.querySelectorAll("th"))
        if (!head.hasAttribute("scope")) tell("a heading without scope", head);
    if (document.querySelectorAll("main").length !== 1) tell("not one main", document.body);
    if (document.querySelectorAll("h1").length !== 1) tell("not one h1", document.body);
    if (!document.title || !document.documentElement.lang) tell("no title, no lang", document.body);
  }

  function requests() {
    for (const entry of performance.getEntriesByType("resource"))
      found.push("a request: " + entry.name);
  }

  function look() {
    widths();
    contrasts(texts());
  }
  const folds = Array.from(document.querySelectorAll("details"), (each) => [each, each.open]);
  look();
  const height = document.documentElement.scrollHeight;
  for (const [each] of folds) each.open = true;
  look();
  for (const [each, open] of folds) each.open = open;
  names();
  requests();
  return { height, width: innerWidth, found };
}

// What axe-core, where it is there, holds for a serious violation, with everything open.
async function violations() {
  if (!window.axe) return [];
  for (const each of document.querySelectorAll("details")) each.open = true;
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) =>
      "axe-core, " + id + ", " + help + ": " + nodes[0].html.slice(0, 120));
}

// Takes away what is folded: axe-core takes long for it, even where it is not shown.
function fold() {
  for (const each of document.querySelectorAll("details"))
    each.replaceChildren(each.querySelector("summary"));
}
