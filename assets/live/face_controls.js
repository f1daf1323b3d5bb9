// Controls that all live pages have: speed, pause, tabs, and what is told and copied.
const Speeds = {
  names: ["story", "¼", "½", "1", "2", "4", "8", "16", "32", "64", "max"], factors: [0, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, Infinity],
  spelled: name => name === "story" || name === "max" ? name : `×${name}`,
  begin(leave = 0) {  // with the slider's marks; some pages leave the first speeds out
    Speeds.names = Speeds.names.slice(leave); Speeds.factors = Speeds.factors.slice(leave);
    $("speed").max = Speeds.names.length - 1;
    $("ticks").replaceChildren(...Speeds.names.map(one => made("span", one)));
  },
  at: text => Speeds.names.indexOf({ "0.25": "¼", "0.5": "½" }[text] || text),
  plain: at => ({ "¼": "0.25", "½": "0.5" })[Speeds.names[at]] || Speeds.names[at],
  show(at) {  // on the slider; the speed that there is
    const speed = clamp(at, 0, Speeds.names.length - 1), shown = Speeds.spelled(Speeds.names[speed]);
    $("speed").value = speed; $("speed").style.setProperty("--p", `${100 * speed / (Speeds.names.length - 1)}%`);
    put("speedout", shown); $("speed").setAttribute("aria-valuetext", shown);
    [...$("ticks").children].forEach((one, k) => { one.className = k === speed ? "on" : ""; });
    return speed;
  },
};

function showPlaying(playing) {
  $("play").setAttribute("aria-label", playing ? "Pause" : "Play");
  $("i-pause").toggleAttribute("hidden", !playing); $("i-play").toggleAttribute("hidden", playing);
}

function refuse(error) {
  put("refused", error.message || String(error)); $("refused").hidden = false;
}

function copy(text, told_) {
  const done = () => say(told_), not = () => say("your browser does not let the page copy: mark it and copy it");
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, not); else not();
}

function giveAway(bytes, name) {  // as a file that the browser keeps
  const link = made("a");
  link.href = URL.createObjectURL(new Blob([bytes])); link.download = name;
  link.click(); setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Buttons, the slider of speed, another size or theme, another address; `changed` has all drawn anew. */
function listenToControls(changed) {
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-do]");
    if (button && !button.disabled) Do[button.dataset.do]();
  });
  $("speed").addEventListener("input", event => setSpeed(Number(event.target.value)));
  for (const list of [wish, calm]) list.addEventListener("change", changed);
  new ResizeObserver(changed).observe($("page"));
  addEventListener("hashchange", () => once(() => open(false)));
}

/** Once a frame: time passes for a page that plays, and `draw` shows what came of it. */
function animate(page, ready, draw) {
  let before = performance.now();
  const frame = now => {
    const seconds = Math.min(0.1, (now - before) / 1000);
    before = now;
    requestAnimationFrame(frame);
    if (document.hidden || !ready()) return;
    if (page.playing && !page.busy) {
      page.busy = true;
      page.advance(seconds).catch(error => { page.playing = false; refuse(error); }).finally(() => { page.busy = false; });
    }
    draw(now);
  };
  requestAnimationFrame(frame);
}

function listenToTabs(changed) {
  const bar = document.querySelector(".tabs"), choose = tab => {
    $("panels").dataset.tab = tab.dataset.tab;
    for (const one of bar.children) { one.setAttribute("aria-selected", String(one === tab)); one.tabIndex = one === tab ? 0 : -1; }
    changed();
  };
  bar.addEventListener("click", event => { const tab = event.target.closest("[data-tab]"); if (tab) choose(tab); });
  bar.addEventListener("keydown", event => {
    const tabs = [...bar.children], at = tabs.indexOf(document.activeElement), by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && at >= 0) { const next = tabs[(at + by + tabs.length) % tabs.length]; choose(next); next.focus(); event.stopPropagation(); }
  });
}
