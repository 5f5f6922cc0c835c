/// The page's script: sorts, filters and pages its two tables from the data blocks.
///
/// It only ever sets text, never markup. What is shown is in the page's fragment (for example
/// `#q=holiday&list=a&kind=pdq&distance=8&sort=distance&dir=desc&page=2&rows=50`, and the same with
/// `gap-` before each name for the files that could not be examined), so that a view can be shared.
enum PageScript {
    /// What the page's policy lets browsers run: the SHA-256 of ``text``.
    static let digest = "sha256-0pJm55Oc7dMA/CPPSbWXa61y64g5Kf0z+pYnRB/49AY="

    static let text = #"""
        "use strict";
        (() => {
        const ROWS = [50, 100, 500, 0];
        const FINDING = {path: 0, word: 1, list: 2, entry: 3, category: 4, kind: 5, distance: 6,
          variant: 7, quality: 8, format: 9, width: 10, height: 11, bytes: 12, modified: 13,
          owner: 14, md5: 15, sha1: 16, sha256: 17, pdq: 18, worker: 19, shard: 20};
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

        const day = (moment) => moment.slice(0, 10);

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
          line.append(path, make("td", row[2], "word list"), make("td", row[3], "word entry"),
            make("td", row[4], "word"), kind, make("td", row[6] ?? "–", "n"),
            make("td", row[8] ?? "–", "n"), make("td", row[9] + size, "short"),
            make("td", count.format(row[12]), "n"), make("td", day(row[13]), "time"));
          return line;
        }

        function gapRow(row) {
          const line = make("tr");
          const path = make("td", null, "path");
          path.append(copyButton(row), visible(row[0]));
          line.append(path, make("td", row[2]), make("td", row[3] ?? "–"),
            make("td", row[4] ?? "–"), make("td", count.format(row[5]), "n"),
            make("td", day(row[6]), "time"));
          return line;
        }

        class Listing {
          constructor(box, rows, setting) {
            Object.assign(this, {box, rows, setting});
            this.haystacks = rows.map((row) => setting.searched.map((column) => row[column] ?? "")
              .join("\n").toLowerCase());
            this.body = box.querySelector("tbody");
            this.heads = [...box.querySelectorAll("th[data-column]")];
            this.initial = {q: "", sort: "path", dir: "asc", page: "1", rows: "100"};
            for (const name of Object.keys(setting.choices)) this.initial[name] = "";
            if (setting.hasDistance) this.initial.distance = "";
            this.inputs = {};
            this.order = {key: "", indices: []};
            box.querySelector(".scroll").before(this.makeControls());
            box.append(this.makePager());
            for (const head of this.heads) this.makeSortable(head);
            window.addEventListener("hashchange", () => { this.recall(); });
            this.recall();
          }

          nameOf(head) {
            const column = Number(head.dataset.column);
            return Object.keys(this.setting.columns).find((name) =>
              this.setting.columns[name] === column);
          }

          makeControls() {
            const controls = make("div", null, "controls");
            const add = (name, label, element, className) => {
              const wrapper = make("label", label, className);
              wrapper.append(element);
              controls.append(wrapper);
              this.inputs[name] = element;
              element.addEventListener("input", () => { this.set(name, element.value); });
            };
            const search = make("input");
            search.type = "search";
            search.placeholder = this.setting.hint;
            add("q", "Text", search, "grow");
            for (const [name, label] of Object.entries(this.setting.choices)) {
              const select = make("select");
              select.append(new Option("all", ""));
              const values = new Set(this.rows.map((row) => row[this.setting.columns[name]]));
              for (const value of [...values].sort()) {
                if (value !== null) select.append(new Option(value, value));
              }
              add(name, label, select);
            }
            if (this.setting.hasDistance) {
              const most = make("input");
              Object.assign(most, {type: "number", min: 0, max: 256});
              add("distance", "Distance at most", most);
            }
            this.shown = make("p", null, "count");
            this.shown.setAttribute("role", "status");
            controls.append(this.shown);
            return controls;
          }

          makePager() {
            const pager = make("nav", null, "pager");
            pager.setAttribute("aria-label", this.setting.label + ": pages");
            this.steps = {};
            const add = (name, label, target) => {
              const button = make("button", label);
              button.type = "button";
              button.addEventListener("click", () => { this.set("page", String(target())); });
              this.steps[name] = button;
              pager.append(button);
            };
            this.where = make("span", null, "where");
            add("first", "« First", () => 1);
            add("previous", "‹ Previous", () => Number(this.state.page) - 1);
            pager.append(this.where);
            add("next", "Next ›", () => Number(this.state.page) + 1);
            add("last", "Last »", () => this.pageCount);
            const size = make("select");
            for (const rowCount of ROWS) size.append(new Option(rowCount || "all", rowCount));
            size.addEventListener("input", () => { this.set("rows", size.value); });
            this.inputs.rows = size;
            const label = make("label", "Rows a page ");
            label.append(size);
            pager.append(label);
            return pager;
          }

          makeSortable(head) {
            const button = make("button", head.textContent);
            button.type = "button";
            head.replaceChildren(button);
            const name = this.nameOf(head);
            button.addEventListener("click", () => {
              const isTurned = this.state.sort === name && this.state.dir === "asc";
              this.state.dir = isTurned ? "desc" : "asc";
              this.set("sort", name);
            });
          }

          sorted() {
            const key = this.state.sort + " " + this.state.dir;
            if (key === this.order.key) return this.order.indices;
            const column = this.setting.columns[this.state.sort];
            const sign = this.state.dir === "desc" ? -1 : 1;
            const indices = this.rows.map((row, index) => index);
            // The rows come sorted by the bytes of their paths: their position is the key.
            if (column === 0) {
              if (sign < 0) indices.reverse();
            } else {
              indices.sort((left, right) => {
                const a = this.rows[left][column];
                const b = this.rows[right][column];
                if (a === b) return left - right;
                if (a === null) return 1;
                if (b === null) return -1;
                return a < b ? -sign : sign;
              });
            }
            this.order = {key, indices};
            return indices;
          }

          hits() {
            const text = this.state.q.trim().toLowerCase();
            const chosen = Object.keys(this.setting.choices)
              .filter((name) => this.state[name] !== "")
              .map((name) => [this.setting.columns[name], this.state[name]]);
            const most = this.state.distance ? Number(this.state.distance) : Infinity;
            const isNear = (row) => row[FINDING.distance] !== null && row[FINDING.distance] <= most;
            return this.sorted().filter((index) =>
              (text === "" || this.haystacks[index].includes(text))
              && chosen.every(([column, value]) => this.rows[index][column] === value)
              && (most === Infinity || isNear(this.rows[index])));
          }

          render() {
            const hits = this.hits();
            const rowCount = Number(this.state.rows) || Math.max(1, hits.length);
            this.pageCount = Math.max(1, Math.ceil(hits.length / rowCount));
            const asked = Math.floor(Number(this.state.page)) || 1;
            const page = Math.min(Math.max(1, asked), this.pageCount);
            this.state.page = String(page);
            const start = (page - 1) * rowCount;
            const slice = hits.slice(start, start + rowCount);
            this.body.replaceChildren(...slice.map((index) => this.setting.row(this.rows[index])));
            const total = count.format(hits.length);
            this.shown.textContent = total + " of " + count.format(this.rows.length) + " "
              + this.setting.noun + (this.rows.length === 1 ? "" : "s");
            this.where.textContent = hits.length === 0 ? "nothing to show"
              : count.format(start + 1) + "–" + count.format(start + slice.length) + " of " + total;
            this.steps.first.disabled = this.steps.previous.disabled = page === 1;
            this.steps.next.disabled = this.steps.last.disabled = page === this.pageCount;
            for (const head of this.heads) {
              if (this.nameOf(head) === this.state.sort) {
                const isDown = this.state.dir === "desc";
                head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
              } else {
                head.removeAttribute("aria-sort");
              }
            }
            for (const [name, element] of Object.entries(this.inputs)) {
              if (element !== document.activeElement) element.value = this.state[name];
            }
          }

          set(name, value) {
            this.state[name] = value;
            if (name !== "page") this.state.page = "1";
            this.render();
            const fragment = new URLSearchParams(location.hash.slice(1));
            for (const name of Object.keys(this.initial)) {
              const key = this.setting.prefix + name;
              if (this.state[name] === this.initial[name]) fragment.delete(key);
              else fragment.set(key, this.state[name]);
            }
            history.replaceState(null, "", "#" + fragment);
          }

          recall() {
            const fragment = new URLSearchParams(location.hash.slice(1));
            this.state = {...this.initial};
            for (const name of Object.keys(this.initial)) {
              const value = fragment.get(this.setting.prefix + name);
              if (value !== null) this.state[name] = value;
            }
            if (!Object.hasOwn(this.setting.columns, this.state.sort)) this.state.sort = "path";
            if (!ROWS.includes(Number(this.state.rows))) this.state.rows = this.initial.rows;
            this.render();
          }
        }

        function start(id, data, setting) {
          const box = document.getElementById(id);
          if (box === null) return;
          new Listing(box, JSON.parse(document.getElementById(data).textContent), setting);
          box.classList.add("script");
        }
        const f = FINDING;
        start("findings", "finding-data", {prefix: "", noun: "finding", label: "Findings",
          columns: FINDING, row: findingRow, hasDistance: true,
          choices: {list: "List", kind: "Kind"},
          hint: "path, entry, category or digest of the file",
          searched: [f.path, f.entry, f.category, f.md5, f.sha1, f.sha256, f.pdq]});
        start("gaps", "gap-data", {prefix: "gap-", noun: "file", label: "Files not examined",
          columns: GAP, row: gapRow, hasDistance: false,
          choices: {outcome: "Outcome", cause: "Cause", format: "Format"},
          hint: "path", searched: [GAP.path]});
        })();
        """#
}
