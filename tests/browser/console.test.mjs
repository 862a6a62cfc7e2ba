// The console as people use it: every page, full and empty, in light and dark, wide and narrow.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, demo, launch, open, screenshots, settled, shoot, violations } from './support.mjs';

let ledger;
let browser;
let ask;

before(async () => {
    ledger = await demo();
    ask = api(ledger.url, ledger.token);
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await ledger?.stop();
});

/// Those of the demo that are not people.
const kinds = [['company', 'companies'], ['invoice', 'invoices'], ['transaction', 'transactions']];

const number = (text) => Number(text.replaceAll(',', ''));
const cells = (page, rows) =>
    page.$$eval(rows, (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));

/// The number of links, of all kinds unless some are named, according to the API.
async function total(filter, of = ['people', 'company', 'account', 'invoice', 'transaction', 'document']) {
    let sum = 0;
    for (const record of of) {
        const document = await ask('GET', `/v1/${record}-workspace-connectors?page[size]=1&page[total]=true&${filter}`);
        sum += document.meta.page.total;
    }
    return sum;
}

for (const scheme of ['light', 'dark']) {
    for (const [window, width, height] of [['wide', 1280, 860], ['narrow', 390, 844]]) {
        test(`every page, ${scheme} and ${window}`, async () => {
            const { context, page, wrong } = await open(browser, { ...ledger, scheme, width, height });
            const look = async (name, picture) => {
                await settled(page);
                if (picture) await shoot(page, `${name}-${scheme}-${window}`, picture === 'whole');
                assert.deepEqual(await violations(page), [], name);
                const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
                assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
                assert.deepEqual(wrong, [], name);
            };
            await look('overview', 'whole');
            await page.locator('details.data').evaluateAll((all) => all.forEach((it) => { it.open = true; }));
            assert.deepEqual(await violations(page), [], 'the tables behind the pictures');
            await page.locator('#connectors tbody tr:has(td:nth-of-type(1) .badge.good) th a').first().click();
            await look('connector', 'window');
            await page.getByRole('link', { name: 'Disconnect…' }).click();
            await look('disconnect');
            await page.goBack();
            await page.locator('#runs tbody a').first().click();
            await look('run');
            const runs = (await ask('GET', '/v1/workspace-connector-sync-logs?page[size]=500')).data;
            for (const [list, count] of [['made', 'links_created'], ['seen', 'links_touched'], ['swept', 'links_swept'], ['rejected', 'rejected']]) {
                const run = runs.find((it) => it.attributes.metadata[count] > 0);
                await page.goto(`/console/runs/${run.id}?show=${list}`);
                await look(`run-${list}`, 'window');
                assert.equal(await page.locator('#lists .nothing').count(), 0, list);
            }
            await page.goto('/console/people');
            await look('people');
            await page.goto(`/console/people/${ledger.person}`);
            await look('person', 'window');
            for (const [record, path] of kinds) {
                const one = (await ask('GET', `/v1/${path}?page[size]=1`)).data[0].id;
                await page.goto(`/console/${path}`);
                await look(path, 'window');
                await page.goto(`/console/${path}/${one}`);
                await look(record, 'window');
            }
            await page.goto('/console/overview?record=invoice');
            await look('overview-invoices', 'whole');
            await page.goto('/console/jobs');
            await look('jobs');
            await page.goto('/console/links?deleted=include');
            await look('links', 'window');
            await page.goto('/console/links?deleted=only');
            await page.locator('tbody td:first-child a').first().click();
            await look('link', 'window');
            assert.ok(await page.locator('.life li').count() > 1, 'it was made, and it ended');
            await page.goto('/console/links?to=1999-01-01');
            await look('no-links');
            await page.goto('/console/people/00000000-0000-4000-8000-000000000000').catch(() => {});
            assert.deepEqual(await violations(page), [], 'not found');
            await context.close();
        });
    }
}

test('an empty workspace says so', async () => {
    const { context, page, wrong } = await open(browser, { url: ledger.url, token: ledger.empty });
    for (const [path, words] of [
        ['/console/overview', 'No connector is active'],
        ['/console/people', 'There are no people yet'],
        ['/console/links', 'No links'],
    ]) {
        await page.goto(path);
        await settled(page);
        assert.ok((await page.innerText('main')).includes(words), path);
        assert.deepEqual(await violations(page), [], path);
    }
    await page.goto('/console/overview');
    await shoot(page, 'empty-light-wide');
    assert.deepEqual(wrong, []);
    await context.close();
});

test('the figures are those of the API', async () => {
    const { context, page } = await open(browser, ledger);
    await settled(page);
    const connectors = await ask('GET', '/v1/workspace-connectors?page[size]=100&sort=created_at');
    const table = await cells(page, '#connectors tbody tr');
    assert.equal(table.length, connectors.data.length);
    assert.ok(table.length > 3, 'the demo has some connectors');
    for (const connector of connectors.data) {
        const of = `filter[workspace_connector]=${connector.id}`;
        const row = page.locator('#connectors tbody tr', { has: page.locator(`a[href$="/${connector.id}"]`) });
        const [name, , input, output] = await row.locator('th, td').allTextContents();
        assert.equal(number(input), await total(`${of}&filter[direction]=input`), name);
        assert.equal(number(output), await total(`${of}&filter[direction]=output`), name);
    }

    const { attributes: flows } = (await ask('GET', '/v1/provenance/flows')).data;
    const named = new Map([...flows.sources, ...flows.destinations].map((it) => [it.workspace_connector_id, it.name]));
    const heads = (await cells(page, '#flows thead tr'))[0].slice(2).map((it) => it.replace(/^to /, ''));
    const rows = await cells(page, '#flows tbody tr');
    assert.equal(rows.length, flows.sources.length);
    assert.equal(heads.length, flows.destinations.length);
    const shown = new Map(rows.map(([name, people]) => [name, number(people)]));
    for (const source of flows.sources) assert.equal(shown.get(source.name), source.people);
    for (const pair of flows.pairs) {
        const row = rows.find(([name]) => name === named.get(pair.source_workspace_connector_id));
        const column = heads.indexOf(named.get(pair.destination_workspace_connector_id));
        assert.equal(number(row[2 + column]), pair.people);
    }
    const foot = (await cells(page, '#flows tfoot tr'))[0].map(number);
    assert.equal(foot[1], flows.people);
    heads.forEach((name, column) => {
        assert.equal(foot[2 + column], flows.destinations.find((it) => it.name === name).people);
    });
    assert.equal(await page.locator('#flows svg.wide a').count(), rows.length + heads.length);

    const { attributes: person } = (await ask('GET', `/v1/people/${ledger.person}/provenance`)).data;
    await page.goto(`/console/people/${ledger.person}`);
    const ends = await page.locator('.ends > li > a').allInnerTexts();
    assert.deepEqual(ends, [...person.sources, ...person.destinations].map((it) => it.name));
    const links = [...person.sources, ...person.destinations].reduce((sum, it) => sum + it.total_links, 0);
    assert.equal(await page.locator('#links tbody tr').count(), links);
    assert.equal(await page.locator('#timeline svg.wide g.link').count(), links);
    await context.close();
});

test('a run shows each rejected line that the API does', async () => {
    const { context, page } = await open(browser, ledger);
    const runs = (await ask('GET', '/v1/workspace-connector-sync-logs?page[size]=500')).data;
    const run = runs.find((it) => it.attributes.metadata.rejected > 0);
    const { data, meta } = await ask('GET', `/v1/workspace-connector-sync-logs/${run.id}/rejections?page[size]=50`);
    assert.equal(meta.rejected, run.attributes.metadata.rejected);
    await page.goto(`/console/runs/${run.id}`);
    await page.getByRole('link', { name: 'which, and why' }).click();
    const rows = await cells(page, '#lists tbody tr');
    assert.deepEqual(rows.map(([line, reason, code]) => [number(line), reason, code]),
        data.map(({ attributes: it }) => [it.line, it.detail, it.code]));
    await context.close();
});

test('people are found while one types, and by keyboard', async () => {
    const { context, page, wrong } = await open(browser, ledger);
    const person = (await ask('GET', `/v1/people/${ledger.person}`)).data.attributes;
    await page.goto('/console/people');
    await page.locator('#search').pressSequentially(person.external_person_id);
    await page.waitForFunction(() => document.querySelector('#found h2').textContent.includes('1 found'));
    assert.ok(page.url().endsWith('/console/people'), 'no URL says whom one looks for');
    await page.locator('#found a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/people/${ledger.person}`);
    assert.equal(await page.locator('h1').innerText(), person.full_name);
    assert.deepEqual(wrong, []);
    await context.close();
});

test('a download has what the filter lets through', async () => {
    const { context, page } = await open(browser, ledger);
    await page.goto('/console/links');
    await page.selectOption('select[name=way]', 'output');
    await page.getByRole('button', { name: 'Filter' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    const csv = readFileSync(await (await download).path(), 'utf8').trim().split('\n');
    assert.equal(csv.length - 1, await total('filter[direction]=output', ['people']));
    assert.ok(csv.slice(1).every((line) => line.includes(',output,')));
    await context.close();
});

test('a dossier is printed with its legend and its origin, and without what can be clicked', async () => {
    const { context, page, wrong } = await open(browser, { ...ledger, scheme: 'dark' });
    await page.goto(`/console/people/${ledger.person}`);
    const whole = await cells(page, '#links tbody tr');
    await page.fill('input[name=to]', '2000-01-01');
    await page.getByRole('button', { name: 'Show' }).click();
    assert.match(await page.locator('main').innerText(), /No links\./);
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.fill('input[name=from]', '2000-01-01');
    await page.getByRole('button', { name: 'Show' }).click();
    await settled(page);
    assert.equal((await cells(page, '#links tbody tr')).length, whole.length);
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'dossier-dark-wide', true);
    await page.evaluate(() => { window.printed = 0; window.print = () => { window.printed += 1; }; });
    await page.getByRole('button', { name: 'Print' }).click();
    assert.equal(await page.evaluate(() => window.printed), 1);

    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.top', '.trail', 'form.filter', 'main button']) {
        assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    }
    for (const shown of ['h1', 'figcaption .key.in', 'svg.chart.wide', '#links tbody tr']) {
        assert.equal(await page.locator(shown).first().isVisible(), true, shown);
    }
    assert.match(await page.locator('.produced').innerText(), /active on 2000-01-01 or later\. Produced .* with the key/);
    const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(light, 'rgb(255, 255, 255)');
    await shoot(page, 'dossier-print', true);
    await page.pdf({ path: join(screenshots, 'dossier.pdf'), format: 'A4' });
    assert.deepEqual(wrong, []);
    await context.close();
});

test('a disclosure report is read, printed and downloaded', async () => {
    const connectors = (await ask('GET', '/v1/workspace-connectors?filter[status]=enabled&page[size]=3')).data;
    for (const [place, { id }] of connectors.entries()) {
        const attributes = { legal_name: `Recipient ${place} GmbH`, address: 'Hafenstr. 1\n20457 Hamburg', country: 'DE', contact: 'privacy@recipient.example', purpose: 'Newsletter' };
        await ask('PATCH', `/v1/workspace-connectors/${id}`, JSON.stringify({ data: { type: 'workspace_connector', id, attributes } }));
    }
    for (const [scheme, width, height] of [['light', 1280, 860], ['dark', 390, 844]]) {
        const { context, page, wrong } = await open(browser, { ...ledger, scheme, width, height });
        await page.goto(`/console/people/${ledger.person}`);
        await page.getByRole('link', { name: 'Disclosure report' }).click();
        await page.waitForURL('**/disclosures');
        await settled(page);
        assert.deepEqual(await violations(page), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `it is ${overflow} px too wide`);
        await shoot(page, `disclosures-${scheme}-${width > 400 ? 'wide' : 'narrow'}`, true);
        const report = (await ask('GET', `/v1/people/${ledger.person}/disclosures`)).data.attributes.report;
        assert.ok(report.recipients.length > 0 && report.sources.length > 0);
        assert.equal(await page.locator('#recipients .parties > li').count(), report.recipients.length);
        assert.equal(await page.locator('#sources .parties > li').count(), report.sources.length);
        const waiting = page.waitForEvent('download');
        await page.getByRole('link', { name: 'Download as JSON' }).click();
        const saved = JSON.parse(readFileSync(await (await waiting).path(), 'utf8'));
        assert.equal(saved.sha256, await page.locator('.digest code').innerText());

        await page.emulateMedia({ media: 'print' });
        for (const hidden of ['.top', '.trail', 'form.filter', 'main button']) {
            assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
        }
        for (const shown of ['h1', '.produced', '#recipients li', '.digest']) {
            assert.equal(await page.locator(shown).first().isVisible(), true, shown);
        }
        await shoot(page, 'disclosures-print', true);
        await page.pdf({ path: join(screenshots, 'disclosures.pdf'), format: 'A4' });
        assert.deepEqual(wrong, []);
        await context.close();
    }
});

test('a person is erased, recipients are told, and the id stays away', async () => {
    const body = (type, attributes, relationships) => JSON.stringify({ data: { type, attributes, relationships } });
    const created = async (path, document) => (await ask('POST', path, document)).data.id;
    for (const [scheme, width, height] of [['light', 1280, 860], ['dark', 390, 844]]) {
        const { context, page, wrong } = await open(browser, { ...ledger, scheme, width, height });
        const look = async (name) => {
            await settled(page);
            await shoot(page, `${name}-${scheme}-${width > 400 ? 'wide' : 'narrow'}`, true);
            assert.deepEqual(await violations(page), [], name);
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
            assert.deepEqual(wrong, [], name);
        };
        const person = await created('/v1/people', body('people', { full_name: 'Vera Beispiel', external_person_id: `vera-${scheme}` }));
        const connectors = (await ask('GET', '/v1/workspace-connectors?filter[status]=enabled&page[size]=2')).data;
        for (const { id } of connectors) {
            await created('/v1/people-workspace-connectors', body('people_workspace_connector', { direction: 'output' }, {
                people: { data: { type: 'people', id: person } }, workspace_connector: { data: { type: 'workspace_connector', id } },
            }));
        }
        await page.goto(`/console/people/${person}`);
        await page.getByRole('link', { name: 'Erase, correct or restrict' }).click();
        await look('erase');
        await page.getByLabel('Reference').fill('DSR-2026-17');
        await page.getByRole('button', { name: 'Erase' }).click();
        assert.match(page.url(), /erasures$/, 'the word is missing');
        await page.getByLabel('to confirm').fill('erase');
        await page.getByRole('button', { name: 'Erase' }).click();
        await page.waitForURL('**/console/recalls/*');
        await look('recall');
        assert.equal(await page.locator('#recipients tbody tr').count(), connectors.length);
        assert.equal(await page.locator('#suppressions tbody tr').count(), 1);
        assert.equal((await page.content()).includes('Vera'), false);

        await page.getByRole('link', { name: 'Privacy' }).click();
        await look('work-list');
        const pending = page.locator('main > .scroll tbody tr');
        const before = await pending.count();
        await pending.locator('a').first().click();
        await look('recipient');
        await page.getByLabel('Status').selectOption('notified');
        await page.getByLabel('Evidence').fill('Ticket 4711');
        await page.getByRole('button', { name: 'Set' }).click();
        await page.getByText('Ticket 4711').waitFor();
        await page.getByRole('link', { name: 'To be told' }).click();
        await settled(page);
        assert.equal(await pending.count(), before - 1);
        assert.ok(await page.locator('#unanswered tbody tr').count() > 0);

        await page.getByRole('link', { name: 'Recalls' }).click();
        await look('recalls');
        await page.getByRole('link', { name: 'Suppressions' }).click();
        await look('suppressions');
        await page.locator('main tbody a').first().click();
        await look('suppression');
        await page.getByLabel('Reason').fill('Asked to be a customer again');
        await page.getByRole('button', { name: 'Lift the suppression' }).click();
        await page.getByText('Asked to be a customer again').waitFor();

        await page.goto('/console/retention');
        await page.getByLabel('Days of links of people').fill('3650');
        await look('retention');
        await page.getByRole('button', { name: 'Save the rules' }).click();
        await page.waitForURL('**/console/retention');
        assert.equal(await page.getByLabel('Days of links of people').inputValue(), '3650');
        await page.getByRole('button', { name: 'Count what would go' }).click();
        await page.waitForURL('**/console/jobs/*');
        await page.locator('#progress:not([hx-get])').waitFor();
        await look('retention-counted');
        await context.close();
    }
});

test('a delivery is seen while it runs', async () => {
    const { context, page, wrong } = await open(browser, ledger);
    const connector = (await ask('GET', '/v1/workspace-connectors?filter[status]=enabled&page[size]=1')).data[0];
    const run = (await ask('POST', '/v1/workspace-connector-sync-logs', JSON.stringify({
        data: {
            type: 'workspace_connector_sync_log',
            attributes: { direction: 'input', trigger_type: 'api', mode: 'incremental' },
            relationships: { workspace_connector: { data: { type: 'workspace_connector', id: connector.id } } },
        },
    }))).data;
    await page.waitForSelector('#under-way progress');
    await page.goto(`/console/runs/${run.id}`);
    const records = () => page.locator('.tile', { hasText: 'Lines' }).locator('dd').first().innerText();
    assert.equal(await records(), '0');
    const lines = [1, 2, 3].map((it) => JSON.stringify({ external_person_id: `live-${it}`, full_name: `Live ${it}` }));
    const path = `/v1/workspace-connector-sync-logs/${run.id}`;
    await ask('POST', `${path}/deliveries`, lines.join('\n'), 'application/x-ndjson');
    await page.waitForFunction(() => document.querySelector('#progress').textContent.includes('3 records'));
    assert.equal(await records(), '3');
    await ask('PATCH', path, JSON.stringify({
        data: { type: 'workspace_connector_sync_log', id: run.id, attributes: { status: 'success' } },
    }));
    await page.waitForSelector('#progress .badge.good');
    assert.equal(await page.locator('#progress').getAttribute('hx-get'), null, 'it does not ask again');
    assert.deepEqual(wrong, []);
    await context.close();
});

test('changes come by themselves, and can be paused', async () => {
    for (const [scheme, width] of [['light', 1280], ['dark', 390]]) {
        const { context, page, wrong } = await open(browser, { ...ledger, scheme, width });
        const person = async (name) => ask('POST', '/v1/people', JSON.stringify({
            data: { type: 'people', attributes: { full_name: name } },
        }));
        const row = (name) => page.locator('tbody tr', { hasText: name });
        const [first, second] = [`Newcomer ${scheme}`, `Latecomer ${scheme}`];
        await page.goto('/console/changes');
        await page.getByText('Live', { exact: true }).waitFor();
        await person(first);
        await row(first).waitFor();
        assert.match(await page.locator('tbody tr').first().innerText(), new RegExp(`${first} was created`));
        assert.deepEqual(await violations(page), []);
        await shoot(page, `changes-${scheme}-${width > 400 ? 'wide' : 'narrow'}`);
        await page.getByRole('button', { name: 'Pause' }).click();
        await person(second);
        assert.equal(await row(second).count(), 0);
        await page.getByRole('button', { name: 'Go on' }).click();
        await row(second).waitFor();
        assert.equal(await row(first).count(), 1, 'nothing comes twice');
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `it is ${overflow} px too wide`);
        assert.deepEqual(wrong, []);
        await context.close();
    }
});

test('only an administrator disconnects, and only on purpose', async () => {
    const connector = (await ask('GET', '/v1/workspace-connectors?filter[status]=enabled&page[size]=1')).data[0];
    const reader = await open(browser, { url: ledger.url, token: ledger.reader });
    await reader.page.goto(`/console/connectors/${connector.id}`);
    assert.equal(await reader.page.getByRole('link', { name: 'Disconnect…' }).count(), 0);
    const refused = await reader.page.goto(`/console/connectors/${connector.id}/disconnect`);
    assert.equal(refused.status(), 403);
    await reader.context.close();

    const { context, page } = await open(browser, ledger);
    await page.goto(`/console/connectors/${connector.id}/disconnect`);
    const active = await total(`filter[workspace_connector]=${connector.id}`);
    assert.equal(number((await page.locator('main strong').innerText()).split(' ')[0]), active);
    await page.fill('#slug', 'something-else');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    assert.equal(await total(`filter[workspace_connector]=${connector.id}`), active, 'the form is not sent');
    await page.fill('#slug', await page.locator('label code').innerText());
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.waitForURL('**/console/jobs/*');
    await page.waitForSelector('#progress .badge.good');
    assert.equal(await total(`filter[workspace_connector]=${connector.id}`), 0);
    await context.close();
});

test('records that look the same are compared, merged and parted', async () => {
    const person = async (full_name, email) => {
        const document = { data: { type: 'people', attributes: { full_name, email } } };
        return (await ask('POST', '/v1/people', JSON.stringify(document))).data.id;
    };
    const first = await person('Ada Lovelace', 'ada@twins.example');
    const second = await person('A. Lovelace', 'Ada@twins.example');
    for (const [scheme, width, height] of [['light', 1280, 860], ['dark', 390, 844]]) {
        const { context, page, wrong } = await open(browser, { ...ledger, scheme, width, height });
        const look = async (name) => {
            await shoot(page, `${name}-${scheme}`);
            assert.deepEqual(await violations(page), [], name);
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
            assert.deepEqual(wrong, [], name);
        };
        await page.goto('/console/people');
        await page.getByRole('link', { name: 'People that may be the same' }).click();
        const group = page.locator('section', { hasText: 'ada@twins.example' });
        await look('duplicates');
        assert.ok(await group.getByLabel(`Keep Ada Lovelace, ${first}`).isChecked(), 'the oldest stays');
        await group.getByLabel(`Keep A. Lovelace, ${second}`).check();
        await group.getByRole('button', { name: 'Merge into the one to keep' }).click();
        await page.waitForURL('**/console/people/merges/*');
        await look('merge');
        const gone = await fetch(`${ledger.url}/v1/people/${first}`, { headers: { authorization: `Bearer ${ledger.token}` } });
        assert.equal(gone.status, 410);
        await page.getByRole('link', { name: 'Merges' }).click();
        await look('merges');
        await page.goBack();
        await page.getByRole('button', { name: 'Undo the merge' }).click();
        await page.waitForSelector('.badge.off');
        await ask('GET', `/v1/people/${first}`);
        await context.close();
    }
});

test('whoever signs out is out', async () => {
    const { context, page } = await open(browser, ledger);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/console/sign-in');
    await page.goto('/console/links');
    assert.ok(page.url().includes('/console/sign-in?back='), page.url());
    await page.fill('#key', 'whk_wrong');
    await page.click('main button');
    assert.ok((await page.innerText('[role=alert]')).includes('unknown or revoked'));
    assert.deepEqual(await violations(page), []);
    await page.fill('#key', ledger.token);
    await page.click('main button');
    await page.waitForURL('**/console/links');
    await context.close();
});
