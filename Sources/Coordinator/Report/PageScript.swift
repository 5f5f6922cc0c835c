/// The page's script: sorts, filters and pages its two tables from the data blocks.
///
/// It only ever sets text, never markup. What is shown is in the page's fragment (for example
/// `#q=holiday&list=a&kind=pdq&distance=8&sort=distance&dir=desc&page=2&rows=50`, and the same with
/// `gap-` before each name for the files that could not be examined), so that a view can be shared.
enum PageScript {
    /// What the page's policy lets browsers run: the SHA-256 of ``text``.
    static let digest = "sha256-JnYpR3pulHWNPVn3NBPOK2o8qcCkHy+CEi2SVo0UPTY="

    static let text = #"""
        "use strict";
        (() => {
        const ROWS = [50, 100, 500, 0];
        const FINDING = {path: 0, word: 1, list: 2, entry: 3, category: 4, kind: 5, distance: 6,
          variant: 7, quality: 8, format: 9, width: 10, height: 11, bytes: 12, modified: 13, owner: 14,
          md5: 15, sha1: 16, sha256: 17, pdq: 18, worker: 19, shard: 20};
        const GAP = {path: 0, word: 1, outcome: 2, cause: 3, format: 4, bytes: 5, modified: 6};
        const count = new Intl.NumberFormat("en-US");

        function make(name, text, className) {
          const element = document.createElement(name);
          if (text !== undefined && text !== null) element.textContent = text;
          if (className) element.className = className;
          return element;
        }

        function visible(path) {
          const box = make("bdi");
          box.dir = "ltr";
          for (const part of path.split(/(\\(?:[\\ntr]|x[0-9a-f]{2}|u\{[0-9a-f]+\}))/)) {
            if (part === "") continue;
            box.append(part[0] === "\\" ? make("i", part) : part);
          }
          return box;
        }

        function copyButton(row) {
          const button = make("button", "Copy", "copy");
          button.type = "button";
          button.title = "Copy the path as one word of a shell";
          button.setAttribute("aria-label", "Copy path");
          button.addEventListener("click", async () => {
            const word = row[1] === null ? row[0] : row[1];
            try { await navigator.clipboard.writeText(word); button.textContent = "Copied"; }
            catch { copyBySelection(word); button.textContent = "Copied"; }
            setTimeout(() => { button.textContent = "Copy"; }, 1500);
          });
          return button;
        }

        function copyBySelection(text) {
          const area = make("textarea");
          area.value = text;
          document.body.append(area);
          area.select();
          document.execCommand("copy");
          area.remove();
        }

        function fillDetails(details, row) {
          const list = make("dl");
          const add = (name, value) => { list.append(make("dt", name), make("dd", value)); };
          add("for a shell", row[1] === null ? row[0] : row[1]);
          for (const name of ["md5", "sha1", "sha256", "pdq"]) add(name, row[FINDING[name]] ?? "–");
          add("modified", row[FINDING.modified]);
          add("owner", "uid " + row[FINDING.owner]);
          add("variant", row[FINDING.variant]);
          add("worker", row[FINDING.worker] + ", shard " + row[FINDING.shard]);
          details.append(list);
        }

        const minute = (moment) => moment.slice(0, 10) + " " + moment.slice(11, 16);

        function findingRow(row) {
          const line = make("tr");
          const path = make("td", null, "path");
          const details = make("details");
          const summary = make("summary");
          summary.append(visible(row[0]));
          details.append(summary);
          details.addEventListener("toggle", () => {
            if (details.childElementCount === 1) fillDetails(details, row);
          });
          path.append(copyButton(row), details);
          const kind = make("td");
          kind.append(make("span", row[5], "kind " + row[5]));
          const size = row[10] === null ? "" : " " + row[10] + "×" + row[11];
          line.append(path, make("td", row[2]), make("td", row[3]), make("td", row[4]), kind,
            make("td", row[6] ?? "–", "n"), make("td", row[8] ?? "–", "n"), make("td", row[9] + size),
            make("td", count.format(row[12]), "n"), make("td", minute(row[13]), "time"));
          return line;
        }

        function gapRow(row) {
          const line = make("tr");
          const path = make("td", null, "path");
          path.append(copyButton(row), visible(row[0]));
          line.append(path, make("td", row[2]), make("td", row[3] ?? "–"), make("td", row[4] ?? "–"),
            make("td", count.format(row[5]), "n"), make("td", minute(row[6]), "time"));
          return line;
        }

        function listing(box, rows, setting) {
          const haystacks = rows.map((row) => setting.searched.map((column) => row[column] ?? "")
            .join("\n").toLowerCase());
          const body = box.querySelector("tbody");
          const heads = [...box.querySelectorAll("th[data-column]")];
          const nameOf = (column) => Object.keys(setting.columns).find((name) =>
            setting.columns[name] === column);
          const initial = {q: "", sort: "path", dir: "asc", page: "1", rows: "100"};
          for (const name of Object.keys(setting.choices)) initial[name] = "";
          if (setting.distance) initial.distance = "";
          let state = {...initial};
          let order = null;
          let orderKey = "";

          const controls = make("div", null, "controls");
          const inputs = {};
          function control(name, label, element, className) {
            const wrapper = make("label", label, className);
            wrapper.append(element);
            controls.append(wrapper);
            inputs[name] = element;
            element.addEventListener("input", () => { set(name, element.value); });
          }
          const search = make("input");
          search.type = "search";
          search.placeholder = setting.hint;
          control("q", "Text", search, "grow");
          for (const [name, label] of Object.entries(setting.choices)) {
            const select = make("select");
            select.append(new Option("all", ""));
            for (const value of new Set(rows.map((row) => row[setting.columns[name]]))) {
              if (value !== null) select.append(new Option(value, value));
            }
            control(name, label, select);
          }
          if (setting.distance) {
            const most = make("input");
            most.type = "number";
            most.min = 0;
            most.max = 256;
            control("distance", "Distance at most", most);
          }
          const shown = make("p", null, "count");
          shown.setAttribute("role", "status");
          controls.append(shown);
          box.querySelector(".scroll").before(controls);

          const pager = make("nav", null, "pager");
          pager.setAttribute("aria-label", setting.label + ": pages");
          const where = make("span", null, "where");
          const steps = {};
          function step(name, label, target) {
            const button = make("button", label);
            button.type = "button";
            button.addEventListener("click", () => { set("page", String(target())); });
            steps[name] = button;
            pager.append(button);
          }
          const page = () => Number(state.page);
          let pageCount = 1;
          step("first", "« First", () => 1);
          step("previous", "‹ Previous", () => page() - 1);
          pager.append(where);
          step("next", "Next ›", () => page() + 1);
          step("last", "Last »", () => pageCount);
          const size = make("select");
          for (const rowCount of ROWS) size.append(new Option(rowCount || "all", rowCount));
          const sizeLabel = make("label", "Rows a page ");
          sizeLabel.append(size);
          pager.append(sizeLabel);
          inputs.rows = size;
          size.addEventListener("input", () => { set("rows", size.value); });
          box.append(pager);

          for (const head of heads) {
            const button = make("button", head.textContent);
            button.type = "button";
            head.textContent = "";
            head.append(button);
            const name = nameOf(Number(head.dataset.column));
            button.addEventListener("click", () => {
              const turned = state.sort === name && state.dir === "asc" ? "desc" : "asc";
              set("sort", name, turned);
            });
          }

          function sorted() {
            const key = state.sort + " " + state.dir;
            if (order !== null && key === orderKey) return order;
            const column = setting.columns[state.sort] ?? 0;
            const sign = state.dir === "desc" ? -1 : 1;
            order = rows.map((row, index) => index);
            // The rows come sorted by the bytes of their paths: their position is the key.
            if (column === 0) { if (sign < 0) order.reverse(); } else {
              order.sort((left, right) => {
                const a = rows[left][column];
                const b = rows[right][column];
                if (a === b) return left - right;
                if (a === null) return 1;
                if (b === null) return -1;
                return a < b ? -sign : sign;
              });
            }
            orderKey = key;
            return order;
          }

          function render() {
            const text = state.q.trim().toLowerCase();
            const chosen = Object.keys(setting.choices).filter((name) => state[name] !== "")
              .map((name) => [setting.columns[name], state[name]]);
            const most = state.distance ? Number(state.distance) : null;
            const hits = sorted().filter((index) => (text === "" || haystacks[index].includes(text))
              && chosen.every(([column, value]) => rows[index][column] === value)
              && (most === null
                || (rows[index][FINDING.distance] !== null && rows[index][FINDING.distance] <= most)));
            const rowCount = Number(state.rows) || Math.max(1, hits.length);
            pageCount = Math.max(1, Math.ceil(hits.length / rowCount));
            const current = Math.min(Math.max(1, page() || 1), pageCount);
            state.page = String(current);
            const start = (current - 1) * rowCount;
            const slice = hits.slice(start, start + rowCount);
            body.replaceChildren(...slice.map((index) => setting.row(rows[index])));
            shown.textContent = count.format(hits.length) + " of " + count.format(rows.length) + " "
              + setting.noun;
            where.textContent = hits.length === 0 ? "nothing to show"
              : count.format(start + 1) + "–" + count.format(start + slice.length) + " of "
                + count.format(hits.length);
            steps.first.disabled = steps.previous.disabled = current === 1;
            steps.next.disabled = steps.last.disabled = current === pageCount;
            for (const head of heads) {
              if (nameOf(Number(head.dataset.column)) === state.sort) {
                head.setAttribute("aria-sort", state.dir === "desc" ? "descending" : "ascending");
              } else { head.removeAttribute("aria-sort"); }
            }
            for (const [name, element] of Object.entries(inputs)) {
              if (element !== document.activeElement) element.value = state[name];
            }
          }

          function set(name, value, direction) {
            state[name] = value;
            if (direction) state.dir = direction;
            if (name !== "page") state.page = "1";
            render();
            remember();
          }

          function remember() {
            const fragment = new URLSearchParams(location.hash.slice(1));
            for (const name of Object.keys(initial)) {
              if (state[name] === initial[name]) fragment.delete(setting.prefix + name);
              else fragment.set(setting.prefix + name, state[name]);
            }
            history.replaceState(null, "", "#" + fragment);
          }

          function recall() {
            const fragment = new URLSearchParams(location.hash.slice(1));
            state = {...initial};
            for (const name of Object.keys(initial)) {
              const value = fragment.get(setting.prefix + name);
              if (value !== null) state[name] = value;
            }
            if (!Object.hasOwn(setting.columns, state.sort)) state.sort = initial.sort;
            if (!ROWS.includes(Number(state.rows))) state.rows = initial.rows;
            render();
          }
          window.addEventListener("hashchange", recall);
          recall();
        }

        function start(id, data, setting) {
          const box = document.getElementById(id);
          if (box === null) return;
          listing(box, JSON.parse(document.getElementById(data).textContent), setting);
          box.classList.add("script");
        }
        const f = FINDING;
        start("findings", "finding-data", {prefix: "", noun: "findings", label: "Findings",
          columns: FINDING, row: findingRow, distance: true, choices: {list: "List", kind: "Kind"},
          hint: "path, entry, category or digest of the file",
          searched: [f.path, f.entry, f.category, f.md5, f.sha1, f.sha256, f.pdq]});
        start("gaps", "gap-data", {prefix: "gap-", noun: "files", label: "Files not examined",
          columns: GAP, row: gapRow, distance: false,
          choices: {outcome: "Outcome", cause: "Cause", format: "Format"},
          hint: "path", searched: [GAP.path]});
        })();
        """#
}
