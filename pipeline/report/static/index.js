// The first page: the list of reports that narrows as you type, and the charts.
"use strict";
(() => {
  const FIRST = 30; // entries shown
  const STEP = 100; // more at each press
  const [NAME, ID, TITLE, DATE, SERIES, WORDS, CLAIMS, TOPICS] = [0, 1, 2, 3, 4, 5, 6, 7];
  const { topics, rows } = window.REPORTS;
  const form = document.querySelector("form.find");
  const list = document.querySelector("ol.list");
  const found = document.querySelector("section.reports .found");
  const more = document.querySelector("button.more");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const count = (number) => number.toLocaleString("en-US");
  const haystacks = rows.map((row) => fold(
    [row[ID], row[TITLE], row[DATE], row[SERIES], ...row[TOPICS].map((topic) => topics[topic])].join("\n")));
  const text = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const orders = {
    new: () => 0, // as the rows come
    old: (a, b) => (a[DATE] || "9999").localeCompare(b[DATE] || "9999"),
    title: (a, b) => text.compare(a[TITLE] || a[ID], b[TITLE] || b[ID]),
    id: (a, b) => text.compare(a[ID], b[ID]),
    claims: (a, b) => b[CLAIMS] - a[CLAIMS],
    words: (a, b) => b[WORDS] - a[WORDS],
  };
  let matches = rows;
  let shown = 0;

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function entry(row) {
    const about = [row[ID], row[DATE], `${count(row[WORDS])} words`, `${count(row[CLAIMS])} claims`];
    const named = row[TOPICS].map((topic) => topics[topic]).slice(0, 4).join(", ");
    return element("li", {},
      element("a", { href: `reports/${encodeURIComponent(row[NAME])}.html`, textContent: row[TITLE] || row[ID], dir: "auto" }),
      " ",
      element("span", { className: "meta", textContent: about.filter(Boolean).join(" · ") }),
      ...(named ? [element("span", { className: "meta topics", textContent: named })] : []));
  }

  function showMore() {
    const end = shown + (shown ? STEP : FIRST);
    list.append(...matches.slice(shown, end).map(entry));
    shown = Math.min(end, matches.length);
    more.hidden = shown >= matches.length;
    more.textContent = `Show ${count(Math.min(STEP, matches.length - shown))} more`;
  }

  function search() {
    const words = fold(form.q.value).split(/\s+/).filter(Boolean);
    const series = form.series.value;
    matches = rows.filter((row, index) =>
      (!series || row[SERIES] === series) && words.every((word) => haystacks[index].includes(word)));
    matches.sort(orders[form.order.value]);
    list.replaceChildren();
    shown = 0;
    showMore();
    found.textContent = matches.length === rows.length
      ? `${count(rows.length)} report${rows.length === 1 ? "" : "s"}`
      : `${count(matches.length)} of ${count(rows.length)} reports`;
    remember();
  }

  // The search stands in the address, so that going back from a report finds it again.
  function remember() {
    const state = new URLSearchParams();
    for (const name of ["q", "series"]) if (form[name].value) state.set(name, form[name].value);
    if (form.order.value !== "new") state.set("order", form.order.value);
    const hash = state.toString();
    if (!hash && !location.hash.includes("=")) return;
    try { history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search); } catch { /* then not */ }
  }

  function recall() {
    const state = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    form.q.value = state.get("q") ?? "";
    form.series.value = state.get("series") ?? "";
    form.order.value = state.get("order") ?? "new";
    for (const name of ["series", "order"]) if (form[name].selectedIndex < 0) form[name].selectedIndex = 0;
  }

  if (rows.length) {
    for (const series of [...new Set(rows.map((row) => row[SERIES]))].filter(Boolean).sort()) {
      form.series.append(element("option", { value: series, textContent: series }));
    }
    form.hidden = false;
    recall();
    form.addEventListener("input", search);
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", () => {
      const first = shown;
      showMore();
      list.children[first].querySelector("a").focus({ preventScroll: true });
    });
    search();
  }

  // Charts, in the colours and fonts of the page.
  const probe = element("span", { hidden: true });
  document.body.append(probe);

  function colour(name) {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  }

  function config(width) {
    const size = width < 420 ? 10 : 12; // pixels of small print
    const [ink, muted, rule, accent] = ["ink", "muted", "rule", "accent"].map(colour);
    const font = getComputedStyle(document.body).fontFamily;
    const series = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => colour(`series-${number}`));
    return {
      background: "transparent", font, padding: 0,
      axis: { labelColor: ink, titleColor: muted, gridColor: rule, domainColor: rule, tickColor: rule, labelFontSize: 12, labelPadding: 6 },
      axisY: { domain: false, ticks: false, labelLimit: Math.round(width * 0.44) },
      axisTop: { domain: false, ticks: false, labelAngle: width < 420 ? -60 : -35 },
      legend: { labelColor: ink, labelFontSize: 12, labelLimit: 140, symbolType: "square", symbolStrokeWidth: 0 },
      bar: { fill: accent }, rect: { fill: accent }, text: { fill: ink, fontSize: size }, view: { stroke: null },
      range: { category: series, heatmap: [colour("heat-low"), colour("heat-high")] },
    };
  }

  let drawing = Promise.resolve();

  function draw() {
    for (const script of document.querySelectorAll("script[data-chart]")) {
      const place = document.getElementById(script.dataset.chart);
      const spec = JSON.parse(script.textContent);
      const settings = {
        actions: false, renderer: "svg", mode: "vega-lite", config: config(place.clientWidth), tooltip: { theme: "page" },
      };
      drawing = drawing.then(() => window.vegaEmbed(place, spec, settings)).catch((error) => {
        place.textContent = "This chart could not be drawn; its numbers are below.";
        console.error(error);
      });
    }
    drawing.then(() => { document.documentElement.dataset.charts = "drawn"; });
  }

  draw();
  addEventListener("themechange", draw);
})();
