// A workspace with everything that can push a page apart: names that are long, written from right to left or turn what
// is behind them around, more connectors than a picture has room for, and connectors in trouble.

import assert from 'node:assert/strict';
import { api } from './support.mjs';

export const LONG = 'W'.repeat(200);
export const TURNED = 'invoice\u202Efdp.exe';
const RIGHT_TO_LEFT = 'شركة 12 (ב)';
const NAMES = [LONG, TURNED, RIGHT_TO_LEFT, 'Zulu', 'alpha', 'Émile & Co', 'Yankee', 'Bravo', 'Kilo', 'Lima', 'Mike', 'November',
    'Oscar', 'Papa', 'Quebec', '東京株式会社東京株式会社東京株式会社'];

/// Makes it in a ledger. Its connectors are sources and destinations; the first one of nearly everything.
export async function awkward(ledger) {
    const { workspace_id: workspace } = ledger.json('workspace', 'create', 'W'.repeat(60));
    const token = ledger.key(workspace, 'admin');
    const ask = api(ledger.url, token);
    const send = (method, path, type, attributes, related = {}, id = undefined) => {
        const relationships = Object.fromEntries(Object.entries(related).map(([name, [of, it]]) => [name, { data: { type: of, id: it } }]));
        return ask(method, path, JSON.stringify({ data: { type, id, attributes, relationships } }));
    };
    const connectors = [];
    for (const [place, name] of NAMES.entries()) {
        const { connector_id: made } = ledger.json('connector', 'create', `awkward-${place}`, '--name', name);
        const connector = ['connector', made];
        connectors.push((await send('POST', '/v1/workspace-connectors', 'workspace_connector', { status: 'enabled' }, { connector })).data.id);
    }
    const person = (place) => ({
        external_person_id: place === 0 ? 'L'.repeat(300) : `Mixed-Case-${place}`,
        full_name: [LONG, TURNED, RIGHT_TO_LEFT, 'José Núñez'][place] ?? `Person ${place}`,
        email: `${'e'.repeat(place === 0 ? 200 : 5)}@example.org`,
    });
    const run = async (id, direction, lines, ends = 'success') => {
        const attributes = { direction, trigger_type: 'api', mode: 'incremental' };
        const path = '/v1/workspace-connector-sync-logs';
        const type = 'workspace_connector_sync_log';
        const made = (await send('POST', path, type, attributes, { workspace_connector: ['workspace_connector', id] })).data.id;
        await ask('POST', `${path}/${made}/deliveries`, lines.map((it) => JSON.stringify(it)).join('\n'), 'application/x-ndjson');
        const closed = ends === 'error' ? { status: ends, error: LONG } : { status: ends };
        await send('PATCH', `${path}/${made}`, type, closed, {}, made);
        return made;
    };
    let first;
    for (const [place, id] of connectors.entries()) {
        const people = Array.from({ length: place === 0 ? 80 : 1 }, (_, it) => person(place === 0 ? it : place));
        const made = await run(id, 'input', place === 0 ? [...people, { [LONG]: 1 }] : people);
        first ??= made;
        await run(id, 'output', people);
    }
    const trouble = { error: connectors[3], need_reconnect: connectors[7], failed: connectors[9] };
    for (const status of ['error', 'need_reconnect']) {
        await send('PATCH', `/v1/workspace-connectors/${trouble[status]}`, 'workspace_connector', { status }, {}, trouble[status]);
    }
    await run(trouble.failed, 'input', [person(3)], 'error');
    ledger.json('dedupe', '--workspace', workspace);
    ledger.json('disconnect', '--workspace', workspace, '--connector', 'awkward-15');
    const found = async (id) => (await ask('GET', `/v1/people?filter[external_person_id]=${id}`)).data[0].id;
    const people = { long: await found('L'.repeat(300)), turned: await found('Mixed-Case-1') };
    const link = (await ask('GET', `/v1/people-workspace-connectors?filter[people]=${people.long}&page[size]=1`)).data[0].id;
    const job = (await ask('GET', '/v1/jobs?page[size]=1')).data[0].id;
    await send('POST', `/v1/people/${people.long}/restrictions`, 'restriction', { reference: 'R'.repeat(100) });
    assert.ok(people.long && people.turned && link && job);
    return { workspace, token, ask, connectors, names: NAMES, trouble, people, link, job, run: first };
}
