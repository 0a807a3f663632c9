"use strict";
(() => {
  const data = JSON.parse(document.getElementById("evidence").textContent);
  const voices = {narrator: "own words", direct: "quoted", indirect: "attributed"};

  function line(place) {
    const [index, from, to, voice, speaker] = place;
    const row = data[index];
    const item = document.createElement("li");
    item.append(row.text.slice(0, from));
    const hit = document.createElement("mark");
    hit.textContent = row.text.slice(from, to);
    item.append(hit, row.text.slice(to));
    const about = document.createElement("span");
    about.className = "small dim";
    const origin = row.origin && row.origin !== row.outlet ? `words: ${row.origin}` : "";
    const said = voice ? voices[voice] + (speaker ? ` to ${speaker}` : "") : "";
    about.append(" — ", [row.outlet, origin, row.published && row.published.slice(0, 10),
                         said.replace("quoted to", "quoted:")].filter(Boolean).join(" · "), " ");
    item.append(about);
    const target = document.getElementById("story-" + row.article);
    if (target) {
      const link = document.createElement("a");
      link.className = "small";
      link.href = "#story-" + encodeURIComponent(row.article);
      link.textContent = "to the story";
      item.append(link);
    }
    return item;
  }

  function toggle(button) {
    const tr = button.closest("tr");
    const next = tr.nextElementSibling;
    const mine = next && next.classList.contains("evidence");
    const open = button.getAttribute("aria-expanded") === "true";
    tr.querySelectorAll("button.open").forEach(b => b.setAttribute("aria-expanded", "false"));
    if (mine) next.remove();
    if (open) return;
    const row = document.createElement("tr");
    row.className = "evidence";
    const cell = document.createElement("td");
    cell.colSpan = tr.cells.length;
    const list = document.createElement("ol");
    list.className = "kwic";
    const places = JSON.parse(button.dataset.places);
    places.forEach(place => list.append(line(place)));
    cell.append(list);
    const total = Number(button.dataset.total || places.length);
    if (total > places.length) {
      const rest = document.createElement("p");
      rest.className = "small dim";
      rest.textContent = `${places.length} of ${total} places; all stand in tables/hits.csv.`;
      cell.append(rest);
    }
    row.append(cell);
    tr.after(row);
    button.setAttribute("aria-expanded", "true");
  }

  function sort(button) {
    const th = button.closest("th");
    const table = th.closest("table");
    const body = table.tBodies[0];
    body.querySelectorAll("tr.evidence").forEach(r => r.remove());
    body.querySelectorAll("button.open").forEach(b => b.setAttribute("aria-expanded", "false"));
    const down = th.getAttribute("aria-sort") !== "descending";
    table.querySelectorAll("th").forEach(h => h.removeAttribute("aria-sort"));
    th.setAttribute("aria-sort", down ? "descending" : "ascending");
    const at = th.cellIndex;
    const keyed = [...body.rows].map((row, i) => {
      const raw = row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
      const number = raw === "" ? NaN : Number(raw);
      return {row, i, raw, number};
    });
    const numeric = keyed.every(k => k.raw === "" || !Number.isNaN(k.number));
    keyed.sort((x, y) => {
      if (x.raw === "" || y.raw === "") return (x.raw === "") - (y.raw === "") || x.i - y.i;
      const order = numeric ? x.number - y.number : x.raw.localeCompare(y.raw, "en");
      return (down ? -order : order) || x.i - y.i;
    });
    body.append(...keyed.map(k => k.row));
  }

  document.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("open")) toggle(button);
    else if (button.closest("th")) sort(button);
  });

  document.querySelectorAll("input[data-layer]").forEach(box => {
    const stories = document.getElementById("stories-grid");
    const show = () => stories.classList.toggle("show-" + box.dataset.layer, box.checked);
    box.addEventListener("change", show);
    show();
  });

  document.querySelectorAll("input[data-filter]").forEach(field => {
    const table = document.getElementById(field.dataset.filter);
    const count = document.getElementById(field.dataset.filter + "-count");
    field.addEventListener("input", () => {
      table.querySelectorAll("tr.evidence").forEach(r => r.remove());
      table.querySelectorAll("button.open").forEach(b => b.setAttribute("aria-expanded", "false"));
      const wanted = field.value.trim().toLowerCase();
      let shown = 0;
      for (const row of table.tBodies[0].rows) {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
        shown += !row.hidden;
      }
      count.textContent = `${shown} rows`;
    });
  });
})();
