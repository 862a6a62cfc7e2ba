// A table whose newest rows come by themselves. Without this script the page shows what there was when it was loaded.
const table = document.querySelector('[data-live]');
const state = document.querySelector('[data-live-state]');
const pause = document.querySelector('[data-live-pause]');
const MOST = 200;
let source = null;

const say = (words) => { if (state.textContent !== words) state.textContent = words; };

const add = (event) => {
    const row = document.createElement('template');
    row.innerHTML = event.data;
    table.prepend(row.content);
    while (table.rows.length > MOST) table.rows[table.rows.length - 1].remove();
    // Where to go on after a pause.
    table.dataset.live = table.dataset.live.replace(/after=[^&]*/, `after=${encodeURIComponent(event.lastEventId)}`);
};

const follow = () => {
    source = new EventSource(table.dataset.live);
    source.addEventListener('open', () => say('Live'));
    source.addEventListener('change', add);
    source.addEventListener('gone', () => { source.close(); say('The changes do not go on from here; load the page again'); });
    source.addEventListener('error', () => say(source.readyState === EventSource.CLOSED
        ? 'Not connected; load the page again'
        : 'Not connected; trying again'));
    pause.textContent = 'Pause';
};

const stop = () => {
    source.close();
    source = null;
    say('Paused');
    pause.textContent = 'Go on';
};

if (table) {
    pause.hidden = false;
    pause.addEventListener('click', () => (source ? stop() : follow()));
    follow();
}
