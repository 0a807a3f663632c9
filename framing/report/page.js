"use strict";
(() => {
  const holder = document.getElementById("evidence");
  const data = holder ? JSON.parse(holder.textContent) : {articles: [], rows: [], places: []};
  const voices = {narrator: "own words", direct: "quoted", indirect: "attributed"};

  const anchor = id => "s-" + id.replace(/[^A-Za-z0-9.-]/gu,
    c => "_" + c.codePointAt(0).toString(16));

  function make(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  // Offsets count code points, as Python does; a string of JavaScript counts UTF-16 units.
  function slice(points, from, to) { return points.slice(from, to).join(""); }

  function line(place) {
    const [index, from, to, voice, speaker] = place;
    const [number, text, paragraph] = data.rows[index];
    const [article, outlet, origin, published, file] = data.articles[number];
    const points = Array.from(text);
    const item = make("li");
    item.append(slice(points, 0, from), make("mark", "", slice(points, from, to)),
                slice(points, to));
    let said = voice ? voices[voice] : "";
    if (speaker) said += voice === "direct" ? `: ${speaker}` : ` to ${speaker}`;
    const words = origin && origin !== outlet ? `words: ${origin}` : "";
    const day = published && published.slice(0, 10);
    item.append(make("span", "small dim",
      " — " + [outlet || "unknown", words, day, said].filter(Boolean).join(" · ") + " "));
    if (file !== null) {
      const link = make("a", "small", "show in the story");
      link.setAttribute("aria-label", `show in the story of ${outlet || "an unknown outlet"}`);
      link.href = `${file}#${anchor(article)}-${paragraph}`;
      item.append(link);
    }
    return item;
  }

  const extra = row => row && row.classList.contains("evidence");

  // What a screen reader is told, since nothing else on the page would.
  function say(words) {
    const place = document.getElementById("said");
    if (place) place.textContent = words;
  }

  // The words of a cell; parts that stand on lines of their own are kept apart.
  function textOf(cell) {
    const parts = [];
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) parts.push(walk.currentNode.data.trim());
    return parts.filter(Boolean).join(" ");
  }

  // A number's name: what it counts and whose, since "3" says nothing by itself.
  function name(table) {
    const heads = [...table.tHead.rows[0].cells].map(h => textOf(h));
    for (const row of table.tBodies[0].rows) {
      const first = row.querySelector("th");
      const what = first ? textOf(first).replace(/ \?$/, "") : "";
      row.querySelectorAll("button.open").forEach(b => b.setAttribute("aria-label",
        `${b.textContent}: show the sentences (${what}, ${heads[b.closest("td").cellIndex]})`));
    }
  }

  function close(table) {
    table.querySelectorAll("tr.evidence").forEach(r => r.remove());
    table.querySelectorAll("[aria-expanded=true]").forEach(
      b => b.setAttribute("aria-expanded", "false"));
  }

  function below(button, fill) {
    const tr = button.closest("tr");
    const open = button.getAttribute("aria-expanded") === "true";
    tr.querySelectorAll("[aria-expanded=true]").forEach(
      b => b.setAttribute("aria-expanded", "false"));
    if (extra(tr.nextElementSibling)) tr.nextElementSibling.remove();
    if (open) return;
    const row = make("tr", "evidence");
    const cell = make("td");
    cell.colSpan = tr.cells.length;
    const box = make("div", "box");
    fill(box);
    cell.append(box);
    row.append(cell);
    tr.after(row);
    button.setAttribute("aria-expanded", "true");
  }

  function sentences(button) {
    below(button, cell => {
      const places = data.places[Number(button.dataset.key)];
      const list = make("ol", "kwic");
      places.forEach(place => list.append(line(place)));
      cell.append(list);
      const total = Number(button.dataset.total);
      if (total > places.length) {
        cell.append(make("p", "small dim",
          `${places.length} of ${total} places; all stand in the tables beside this page.`));
      }
    });
  }

  function definition(button) {
    below(button, cell => {
      const text = make("p", "", button.dataset.what + " ");
      text.append(make("code", "", button.dataset.name));
      cell.append(text);
    });
  }

  // Long tables show their first rows; a button shows the rest.
  function trim(table) {
    const most = Number(table.dataset.most || Infinity);
    const field = document.querySelector(`input[data-filter="${table.id}"]`);
    const wanted = field ? field.value.trim().toLowerCase() : "";
    let shown = 0, fit = 0;
    for (const row of table.tBodies[0].rows) {
      if (extra(row)) continue;
      const ok = wanted === "" || row.textContent.toLowerCase().includes(wanted);
      fit += ok;
      row.hidden = !ok || (fit > most && !table.dataset.all);
      shown += !row.hidden;
    }
    const count = document.getElementById(table.id + "-count");
    if (count) count.textContent = fit === 1 ? "1 row" : `${fit} rows`;
    if (table.dataset.most) {
      const more = table.closest(".scroll").nextElementSibling;
      more.hidden = fit <= most;
      more.textContent = table.dataset.all ? `Show the first ${most} rows` : `Show all ${fit} rows`;
      more.setAttribute("aria-expanded", table.dataset.all ? "true" : "false");
    }
  }

  function sort(button) {
    const th = button.closest("th");
    const table = th.closest("table");
    const body = table.tBodies[0];
    close(table);
    const first = th.classList.contains("num") ? "descending" : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const order = th.getAttribute("aria-sort") === first ? other : first;
    table.querySelectorAll("th").forEach(h => h.removeAttribute("aria-sort"));
    th.setAttribute("aria-sort", order);
    const sign = order === "descending" ? -1 : 1;
    const at = th.cellIndex;
    const keyed = [...body.rows].map((row, i) => {
      const raw = row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
      return {row, i, raw, number: raw === "" ? NaN : Number(raw)};
    });
    const numeric = keyed.every(k => k.raw === "" || !Number.isNaN(k.number));
    const words = new Intl.Collator("en");
    keyed.sort((x, y) => {
      if (x.raw === "" || y.raw === "") return (x.raw === "") - (y.raw === "") || x.i - y.i;
      const difference = numeric ? x.number - y.number : words.compare(x.raw, y.raw);
      return sign * difference || x.i - y.i;
    });
    body.append(...keyed.map(k => k.row));
    trim(table);
    say(`sorted by ${textOf(button)}, ${order}`);
  }

  document.querySelectorAll("table[data-most]").forEach(table => {
    const most = Number(table.dataset.most);
    const more = make("button", "more ui");
    more.type = "button";
    table.closest(".scroll").after(more);
    more.addEventListener("click", () => {
      close(table);
      if (table.dataset.all) delete table.dataset.all; else table.dataset.all = "yes";
      trim(table);
    });
    if (table.tBodies[0].rows.length <= most) more.hidden = true;
    trim(table);
  });

  document.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("open")) sentences(button);
    else if (button.classList.contains("what")) definition(button);
    else if (button.closest("thead")) sort(button);
  });

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    const row = event.target.closest("tr");
    const above = extra(row) ? row.previousElementSibling : row;
    const open = above && above.querySelector("button[aria-expanded=true]");
    if (!open) return;
    open.click();
    open.focus();
  });

  document.querySelectorAll("table").forEach(t => t.tHead && t.querySelector("button.open") && name(t));

  document.querySelectorAll("input[data-layer]").forEach(box => {
    const stories = document.getElementById("stories-grid");
    const show = () => stories.classList.toggle("show-" + box.dataset.layer, box.checked);
    box.addEventListener("change", show);
    show();
  });

  document.querySelectorAll("input[data-filter]").forEach(field => {
    const table = document.getElementById(field.dataset.filter);
    field.addEventListener("input", () => { close(table); trim(table); });
  });
})();
