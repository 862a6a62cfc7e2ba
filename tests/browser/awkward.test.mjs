// What is hard to show is shown: long and turned names, many connectors, everything on a phone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LONG, awkward } from './awkward.mjs';
import { demo, launch, open, settled, shoot, violations } from './support.mjs';

let ledger;
let browser;
let all;

before(async () => {
    ledger = await demo();
    all = await awkward(ledger);
    browser = await launch();
});

after(async () => {
    await browser?.close();
    await ledger?.stop();
});

/// The pages, each by the name of its picture.
const pages = () => ({
    overview: '/console/overview',
    people: '/console/people',
    person: `/console/people/${all.people.long}`,
    turned: `/console/people/${all.people.turned}`,
    disclosures: `/console/people/${all.people.long}/disclosures`,
    erase: `/console/people/${all.people.long}/erasures`,
    duplicates: '/console/people/duplicates',
    merges: '/console/people/merges',
    links: '/console/links?deleted=include',
    link: `/console/people-workspace-connectors/${all.link}`,
    changes: '/console/changes',
    connector: `/console/connectors/${all.connectors[0]}`,
    'in-trouble': `/console/connectors/${all.trouble.failed}`,
    disconnect: `/console/connectors/${all.connectors[1]}/disconnect`,
    'only-source': `/console/connectors/${all.connectors[0]}/only-source`,
    run: `/console/runs/${all.run}?show=rejected`,
    'run-made': `/console/runs/${all.run}`,
    jobs: '/console/jobs',
    job: `/console/jobs/${all.job}`,
    'work-list': '/console/notifications?status=all',
    recalls: '/console/recalls',
    suppressions: '/console/suppressions',
    retention: '/console/retention',
    webhooks: '/console/webhooks',
    audit: '/console/audit',
});

/// Whatever of a page cannot be seen, hit or read as it should; run in the page.
function faults() {
    const wrong = [];
    const seen = (it) => it.checkVisibility({ visibilityProperty: true }) && it.getBoundingClientRect().width > 0;
    const named = (it) => `${it.tagName.toLowerCase()} "${(it.textContent || it.getAttribute('aria-label') || it.name || '').trim().slice(0, 30)}"`;
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) wrong.push(`the page is ${over} px too wide`);
    for (const scroll of document.querySelectorAll('.scroll')) {
        const hidden = scroll.scrollWidth - scroll.clientWidth;
        // The table behind a picture has a column for each destination.
        if (seen(scroll) && hidden > 1 && (innerWidth < 640 || !scroll.closest('.data'))) {
            wrong.push(`${hidden} px of the table "${scroll.getAttribute('aria-label')}" are out of sight`);
        }
    }
    for (const cell of document.querySelectorAll('td, tbody th')) {
        const says = cell.textContent.trim() || cell.querySelector('input, progress');
        if (says && !seen(cell) && !cell.closest('details:not([open])')) wrong.push(`${named(cell)} is not shown`);
    }
    const heads = (table) => [...table.tHead.rows[0].cells].map((it) => it.textContent);
    for (const table of document.querySelectorAll('table')) {
        for (const row of table.querySelectorAll('tbody tr, tfoot tr')) {
            for (const [place, cell] of [...row.cells].entries()) {
                if (cell.tagName === 'TD' && cell.childNodes.length && cell.dataset.of !== heads(table)[place]) {
                    wrong.push(`${named(cell)} is said to be ${cell.dataset.of}, below ${heads(table)[place]}`);
                }
            }
        }
    }
    for (const target of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')) {
        const { width, height, right } = target.getBoundingClientRect();
        if (seen(target) && right > 0 && (width < 23.99 || height < 23.99)) {
            wrong.push(`${named(target)} is ${Math.round(width)} × ${Math.round(height)} px`);
        }
    }
    const obeyed = /[\u061C\u200E\u200F\u2028-\u202E\u2066-\u206F\u0080-\u009F]/u;
    const texts = [document.title, document.body.textContent];
    for (const it of document.querySelectorAll('[title], [aria-label], [data-of]')) {
        texts.push(it.getAttribute('title') ?? '', it.getAttribute('aria-label') ?? '', it.dataset.of ?? '');
    }
    for (const text of texts) if (obeyed.test(text)) wrong.push(`"${text.slice(0, 40)}" turns text around`);
    for (const time of document.querySelectorAll('time')) {
        if (/\d\d:\d\d/.test(time.textContent) && !/UTC|Z$/.test(time.textContent)) wrong.push(`${named(time)} has no time zone`);
    }
    for (const svg of [...document.querySelectorAll('svg.chart')].filter(seen)) {
        const box = svg.getBoundingClientRect();
        const caption = svg.parentElement.querySelector('figcaption').getBoundingClientRect();
        const labels = [...svg.querySelectorAll('text')].map((it) => [it, it.getBoundingClientRect()]);
        for (const [text, it] of labels) {
            if (it.bottom > box.bottom + 1 || it.bottom > caption.top + 1) wrong.push(`${named(text)} is over the caption`);
            if (it.left < box.left - 17 || it.right > box.right + 17) wrong.push(`${named(text)} is beside the picture`);
        }
        for (const [place, [text, a]] of labels.entries()) {
            for (const [other, b] of labels.slice(place + 1)) {
                const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (across > 1 && down > 2) wrong.push(`${named(text)} is over ${named(other)}`);
            }
        }
    }
    return wrong;
}

for (const [scheme, window, width, height] of [['light', 'wide', 1280, 860], ['dark', 'narrow', 390, 844]]) {
    test(`every page can be seen, hit and read, ${window}`, async (t) => {
        const { context, page, wrong } = await open(browser, { ...ledger, token: all.token, scheme, width, height });
        for (const [picture, path] of Object.entries(pages())) {
            await t.test(picture, async () => {
                const answer = await page.goto(path);
                assert.equal(answer.status(), 200, path);
                await settled(page);
                await shoot(page, `awkward-${picture}-${window}`, true);
                assert.deepEqual(await page.evaluate(faults), []);
                assert.deepEqual(await violations(page), []);
                assert.deepEqual(wrong, []);
            });
        }
        await t.test('the tables behind the pictures', async () => {
            await page.goto('/console/overview');
            await settled(page);
            await page.locator('details.data').evaluateAll((all) => all.forEach((it) => { it.open = true; }));
            assert.deepEqual(await page.evaluate(faults), []);
        });
        await context.close();
    });

    test(`names keep to themselves and are there in full, ${window}`, async () => {
        const { context, page } = await open(browser, { ...ledger, token: all.token, scheme, width, height });
        await settled(page);
        const names = await page.locator('#connectors tbody th bdi').allInnerTexts();
        assert.ok(names.includes(LONG) && names.includes('invoice\\u{202e}fdp.exe') && names.some((it) => it.startsWith('شركة')));
        const titles = await page.locator('#flows svg.wide a title').allTextContents();
        assert.ok(titles.includes(LONG), 'a picture says the whole name to those who point at it');
        await page.goto(`/console/people/${all.people.turned}`);
        assert.equal(await page.locator('h1 bdi').innerText(), 'invoice\\u{202e}fdp.exe');
        await context.close();
    });

    test(`connectors in trouble come first, and then all by name, ${window}`, async () => {
        const { context, page } = await open(browser, { ...ledger, token: all.token, scheme, width, height });
        const names = await page.locator('#connectors tbody th a').allInnerTexts();
        assert.deepEqual(names.slice(0, 5), ['Bravo', 'Lima', 'Zulu', 'alpha', 'invoice\\u{202e}fdp.exe']);
        assert.match(await page.locator('#connectors .note').first().innerText(), /^3 connectors in trouble are first/);
        await page.goto('/console/links');
        const choices = await page.locator('select[name=connector] option').allInnerTexts();
        assert.deepEqual(choices.slice(0, 4), ['All', 'alpha', 'Bravo', 'invoice\\u{202e}fdp.exe']);
        assert.deepEqual(await page.locator('main thead th').allTextContents(), ['Created', 'Direction', 'Person', 'Connector', 'State']);
        await page.getByLabel('Direction').selectOption('output');
        await context.close();
    });

    test(`people are found whatever the case of their id and the accents of their name, ${window}`, async () => {
        const { context, page } = await open(browser, { ...ledger, token: all.token, scheme, width, height });
        for (const [text, name] of [['jose nu', 'José Núñez'], ['JOSÉ NÚÑ', 'José Núñez'], ['mixed-case-9', 'Person 9'], ['MIXED-CASE-9', 'Person 9']]) {
            await page.goto('/console/people');
            await page.fill('#search', text);
            await page.getByRole('button', { name: 'Find' }).click();
            await page.waitForSelector('#found h2:text("1 found")');
            assert.deepEqual(await page.locator('#found tbody th').allInnerTexts(), [name], text);
        }
        await context.close();
    });

    test(`a new person's time ends now, ${window}`, async () => {
        const { context, page } = await open(browser, { ...ledger, token: all.token, scheme, width, height });
        await page.goto(`/console/people/${all.people.long}`);
        const chart = page.locator(`svg.timeline.${window}`);
        const [now, made, right] = await chart.evaluate((svg) => [
            Number(svg.querySelector('line.now').getAttribute('x1')),
            Math.max(...[...svg.querySelectorAll('.link line')].map((it) => Number(it.getAttribute('x2')))),
            svg.viewBox.baseVal.width,
        ]);
        assert.ok(now > right - 30 && made <= now, `now is at ${now} of ${right}`);
        assert.match(await page.locator('#timeline figcaption').innerText(), /times in UTC/);
        await context.close();
    });

    test(`an empty workspace names itself in the commands that it proposes, ${window}`, async () => {
        const { context, page } = await open(browser, { ...ledger, token: ledger.empty, scheme, width, height });
        for (const path of ['/console/overview', '/console/people', '/console/companies']) {
            await page.goto(path);
            assert.match(await page.locator('main .nothing code').first().innerText(), new RegExp(`--workspace ${ledger.emptyWorkspace} `), path);
        }
        await page.goto('/console/jobs');
        assert.match(await page.innerText('main'), /No jobs yet/);
        assert.deepEqual(await page.evaluate(faults), []);
        await shoot(page, `awkward-no-jobs-${window}`, true);
        await context.close();
    });

    test(`jobs have a list and a page each, ${window}`, async () => {
        const { context, page } = await open(browser, { ...ledger, token: all.token, scheme, width, height });
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs' }).click();
        const rows = page.locator('#jobs tbody tr');
        assert.match(await rows.nth(0).innerText(), /Disconnecting[^]*東京[^]*done/);
        assert.match(await rows.nth(1).innerText(), /Removing twins[^]*done/);
        await rows.nth(0).locator('a').first().click();
        await page.waitForURL(`**/console/jobs/${all.job}`);
        assert.match(await page.innerText('main'), /opened .* UTC, finished .* UTC/);
        await page.getByRole('link', { name: 'Jobs' }).last().click();
        await page.waitForURL('**/console/jobs');
        await context.close();
    });
}
