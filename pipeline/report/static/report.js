// A report's page: which marks are shown, what is known of the row under pointer or focus, the list of claims.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("rows").textContent);
  const [LAYER, START, END] = [0, 1, 2];
  const [START_OF_SECTION, TITLE] = [0, 1];
  const FIELDS = 3; // where a row's fields begin
  const CLAIMS = 0; // the first layer
  const text = document.getElementById("text");
  const panel = document.getElementById("panel");
  const tools = document.querySelector(".tools");
  const narrow = matchMedia("(max-width: 48rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function field(row, name) {
    const place = data.layers[row[LAYER]].fields.indexOf(name);
    return place < 0 ? null : data.strings[row[FIELDS + place]];
  }

  // Segments: the stretches of text that rows lie over. A row begins where a segment begins.
  const segments = [...text.querySelectorAll("[data-r]")];
  const rowsOf = new Map(segments.map((segment) => [segment, segment.dataset.r.split(" ").map(Number)]));
  const segmentsOf = new Map();
  for (const segment of segments) {
    for (const row of rowsOf.get(segment)) {
      if (!segmentsOf.has(row)) segmentsOf.set(row, []);
      segmentsOf.get(row).push(segment);
    }
  }
  const hidden = new Set(); // layers
  const shownRows = (segment) => rowsOf.get(segment).filter((row) => !hidden.has(data.rows[row][LAYER]));
  const words = (row) => segmentsOf.get(row)?.map((segment) => segment.textContent).join("") ?? "";

  // ---- layers

  const KEY = "crs-hidden-layers";
  function stored() {
    try { return JSON.parse(localStorage.getItem(KEY)) ?? []; } catch { return []; }
  }

  function toggle() {
    hidden.clear();
    const names = [];
    data.layers.forEach((layer, index) => {
      const on = tools.querySelector(`input[name=${layer.name}]`).checked;
      text.classList.toggle(`no-${layer.name}`, !on);
      if (!on) {
        hidden.add(index);
        names.push(layer.name);
      }
    });
    try { localStorage.setItem(KEY, JSON.stringify(names)); } catch { /* not remembered, then */ }
    close();
    setEntrance();
  }

  const before = stored();
  for (const box of tools.querySelectorAll("input")) {
    if (Array.isArray(before) && before.includes(box.name)) box.checked = false;
    box.addEventListener("change", toggle);
  }
  tools.hidden = false;

  // ---- the panel: rows at one place

  let at = null; // the segment it tells of
  let pinned = false;
  let timer = 0;

  function describe(index) {
    const row = data.rows[index];
    const layer = data.layers[row[LAYER]];
    const facts = element("dl", {});
    layer.fields.forEach((name, place) => {
      const value = data.strings[row[FIELDS + place]];
      if (value === null) return;
      const shown = name === "Link"
        ? element("a", { href: value, textContent: value.replace(/^https?:\/\//, ""), rel: "noopener noreferrer" })
        : value;
      facts.append(element("dt", { textContent: name }), element("dd", { className: name === "Rule" ? "rule" : "", dir: "auto" }, shown));
    });
    const head = element("h3", { className: `of-${layer.name}` }, element("span", { className: "layer", textContent: layer.one }));
    if (row[LAYER] !== CLAIMS) head.append(" ", element("q", { textContent: words(index), dir: "auto" }));
    return element("section", {}, head, facts);
  }

  function open(segment, pin = false) {
    clearTimeout(timer);
    const rows = shownRows(segment);
    if (!rows.length) return close();
    if (at !== segment) {
      mark(at, false);
      at = segment;
      mark(at, true);
      panel.replaceChildren(...rows.map(describe));
      panel.hidden = false;
      panel.scrollTop = 0;
      place(segment);
    }
    pinned = pin;
    panel.classList.toggle("pinned", pin);
    panel.tabIndex = pin ? 0 : -1;
  }

  function close() {
    clearTimeout(timer);
    mark(at, false);
    at = null;
    pinned = false;
    panel.hidden = true;
  }

  function mark(segment, on) {
    if (!segment) return;
    segment.classList.toggle("at", on);
    for (const row of shownRows(segment)) {
      for (const other of segmentsOf.get(row)) other.classList.toggle("on", on);
    }
  }

  // Under the words, or above them where there is more room; at the foot of a small screen, the words over it.
  function place(segment) {
    panel.style.cssText = "";
    const lines = segment.getClientRects();
    if (!lines.length) return;
    const [first, last] = [lines[0], lines[lines.length - 1]];
    if (narrow.matches) {
      const covered = first.bottom + 12 - (innerHeight - panel.offsetHeight);
      if (covered > 0) scrollBy({ top: covered, behavior: "instant" });
      return;
    }
    const gap = 6;
    const left = Math.max(8, Math.min(first.left, document.documentElement.clientWidth - panel.offsetWidth - 8));
    const under = innerHeight - last.bottom - 2 * gap;
    const over = first.top - Math.max(0, tools.getBoundingClientRect().bottom) - 2 * gap;
    const above = panel.offsetHeight > under && over > under;
    panel.style.maxHeight = `${Math.min(panel.offsetHeight, Math.max(above ? over : under, 120))}px`;
    const top = above ? first.top - gap - panel.offsetHeight : last.bottom + gap;
    panel.style.left = `${left + scrollX}px`;
    panel.style.top = `${top + scrollY}px`;
  }

  const segmentAt = (target) => target instanceof Element ? target.closest("[data-r]") : null;

  text.addEventListener("pointerover", (event) => {
    const segment = segmentAt(event.target);
    if (event.pointerType !== "mouse" || pinned || !segment || segment === at) return;
    clearTimeout(timer);
    timer = setTimeout(open, at ? 60 : 160, segment);
  });
  const leave = (event) => {
    if (event.pointerType !== "mouse" || pinned) return;
    const to = event.relatedTarget;
    if (to instanceof Element && (panel.contains(to) || (at && at.contains(to)))) return clearTimeout(timer);
    clearTimeout(timer);
    timer = setTimeout(close, 260);
  };
  text.addEventListener("pointerout", leave);
  panel.addEventListener("pointerleave", leave);
  panel.addEventListener("pointerenter", () => clearTimeout(timer));
  document.addEventListener("click", (event) => {
    const segment = segmentAt(event.target);
    if (segment && text.contains(segment) && !event.target.closest("a") && shownRows(segment).length) {
      if (pinned && at === segment) close();
      else {
        open(segment, true);
        enter(segment, false);
      }
    } else if (at && !panel.contains(event.target)) {
      close();
    }
  });
  addEventListener("resize", () => { if (at) place(at); });

  // ---- by keyboard: one stop in the text, arrows from there

  let entrance = null;

  function enter(segment, focus = true) {
    if (entrance) entrance.removeAttribute("tabindex");
    entrance = segment;
    if (!segment) return;
    segment.tabIndex = 0;
    segment.setAttribute("role", "button");
    segment.setAttribute("aria-describedby", "panel");
    if (focus) segment.focus();
  }

  const isHead = (segment) => shownRows(segment).some((row) => segmentsOf.get(row)[0] === segment);

  function setEntrance() {
    if (!entrance || !isHead(entrance)) enter(segments.find(isHead) ?? null, false);
  }

  function neighbour(segment, step) {
    for (let index = segments.indexOf(segment) + step; segments[index]; index += step) {
      if (isHead(segments[index])) return segments[index];
    }
    return null;
  }

  text.addEventListener("focusin", (event) => {
    const segment = segmentAt(event.target);
    if (segment && segment === event.target && segment.matches(":focus-visible")) open(segment, false);
  });
  text.addEventListener("focusout", (event) => {
    if (!pinned && event.relatedTarget !== null && !panel.contains(event.relatedTarget)) close();
  });
  text.addEventListener("keydown", (event) => {
    const segment = segmentAt(event.target);
    if (!segment || segment !== event.target || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = {
      ArrowRight: () => neighbour(segment, 1),
      ArrowLeft: () => neighbour(segment, -1),
      Home: () => segments.find(isHead),
      End: () => segments.findLast(isHead),
    }[event.key]?.();
    if (to) {
      event.preventDefault();
      enter(to);
      to.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(segment, true);
      (panel.querySelector("a") ?? panel).focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (at) {
      const back = panel.contains(document.activeElement) ? at : null;
      close();
      back?.focus({ preventScroll: true });
    } else {
      closeDrawers();
    }
  });

  // ---- going to a row

  let target = null;

  function go(index, focus = true) {
    const places = segmentsOf.get(index);
    if (!places) return;
    const layer = data.layers[data.rows[index][LAYER]];
    const box = tools.querySelector(`input[name=${layer.name}]`);
    if (!box.checked) {
      box.checked = true;
      toggle();
    }
    choose(index);
    places[0].scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    enter(places[0], false);
    if (focus) places[0].focus({ preventScroll: true });
    if (focus && !narrow.matches) close();
  }

  function choose(index) {
    for (const segment of segmentsOf.get(target) ?? []) segment.classList.remove("target");
    target = index;
    for (const segment of segmentsOf.get(target) ?? []) segment.classList.add("target");
    for (const link of list?.querySelectorAll("[aria-current]") ?? []) link.removeAttribute("aria-current");
    list?.querySelector(`a[data-row="${index}"]`)?.setAttribute("aria-current", "true");
  }

  const anchor = (row) => `#${data.layers[row[LAYER]].name}:${row[START]}-${row[END]}`;

  function follow() {
    const hash = decodeURIComponent(location.hash);
    const index = /^#\w+:\d+-\d+/.test(hash) ? data.rows.findIndex((row) => hash === anchor(row)) : -1;
    if (index >= 0) go(index);
  }

  // ---- the list of claims

  const list = document.querySelector(".claim-list");
  const types = document.querySelector(".types");
  const found = document.querySelector(".claims .found");
  const chosen = new Set();

  // What is claimed, its cue standing out: within the content, or before it.
  function content(cue, said) {
    const place = said.indexOf(cue);
    const bold = element("b", { textContent: cue });
    return place < 0 ? [bold, " ", said] : [said.slice(0, place), bold, said.slice(place + cue.length)];
  }

  function claimEntry(row, index) {
    const notes = [field(row, "Modality"), field(row, "Polarity"), field(row, "Stance")].filter(Boolean);
    const link = element("a", { href: anchor(row), tabIndex: -1 },
      element("span", { className: "type", textContent: field(row, "Type") }),
      element("span", { className: "who", textContent: field(row, "Source"), dir: "auto" }),
      element("span", { className: "what", dir: "auto" },
        ...content(field(row, "Cue"), field(row, "Content") ?? "")),
      element("span", { className: "how", textContent: notes.join(", ") }));
    link.dataset.row = index;
    return element("li", {}, link);
  }

  function listClaims() {
    const entries = [];
    let title = null; // of the section that the claim stands in: claims come in the order of the text
    let next = 0;
    let section = null; // the last one named in the list
    let count = 0;
    data.rows.forEach((row, index) => {
      if (row[LAYER] !== CLAIMS || (chosen.size && !chosen.has(field(row, "Type")))) return;
      count += 1;
      while (data.sections[next] && data.sections[next][START_OF_SECTION] <= row[START]) title = data.sections[next++][TITLE];
      if (title && title !== section) {
        section = title;
        entries.push(element("li", { className: "section", textContent: title, dir: "auto" }));
      }
      entries.push(claimEntry(row, index));
    });
    list.replaceChildren(...entries);
    list.querySelector("a")?.setAttribute("tabindex", "0");
    found.textContent = `${count.toLocaleString("en-US")} claims shown`;
    if (target !== null) choose(target);
  }

  if (list) {
    types.hidden = false;
    types.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      if (on) chosen.add(button.dataset.type);
      else chosen.delete(button.dataset.type);
      listClaims();
    });
    list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      try { history.replaceState(null, "", link.hash); } catch { /* the address stays as it was */ }
      closeDrawers(false);
      stop(link);
      go(Number(link.dataset.row));
    });
    list.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const index = links.indexOf(event.target);
      const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: links.length - 1 }[event.key];
      if (index < 0 || to === undefined || !links[to]) return;
      event.preventDefault();
      stop(links[to]);
      links[to].focus();
    });
    listClaims();
  }

  // Only one entry of the list is a stop of the tab key.
  function stop(link) {
    for (const other of list.querySelectorAll('a[tabindex="0"]')) other.tabIndex = -1;
    link.tabIndex = 0;
  }

  // ---- drawers: sections and claims where the screen is too narrow to show them beside the text

  const buttons = [...document.querySelectorAll(".drawer-button")];

  function closeDrawers(back = true) {
    for (const button of buttons) {
      if (button.getAttribute("aria-expanded") !== "true") continue;
      button.setAttribute("aria-expanded", "false");
      document.getElementById(button.getAttribute("aria-controls")).classList.remove("open");
      if (back) button.focus();
    }
  }

  for (const button of buttons) {
    const drawer = document.getElementById(button.getAttribute("aria-controls"));
    button.addEventListener("click", () => {
      const opening = button.getAttribute("aria-expanded") !== "true";
      closeDrawers(false);
      if (!opening) return;
      button.setAttribute("aria-expanded", "true");
      drawer.classList.add("open");
      drawer.querySelector(".close").focus();
    });
    const shut = drawer.querySelector(".close");
    shut.hidden = false;
    shut.addEventListener("click", () => closeDrawers());
  }
  document.getElementById("contents").addEventListener("click", (event) => {
    if (event.target.closest("a")) closeDrawers(false);
  });

  // ---- the section being read

  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const headings = [...text.querySelectorAll("[id^=section-]")];
  let current = null;
  let waiting = false;

  function follows() {
    waiting = false;
    const line = tools.offsetHeight + 80;
    let reading = null;
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > line) break;
      reading = heading;
    }
    const link = reading ? links.get(reading.id) : null;
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    link?.scrollIntoView?.({ block: "nearest" });
    current = link;
  }

  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(follows);
  }, { passive: true });

  toggle();
  follows();
  follow();
  addEventListener("hashchange", follow);
})();
