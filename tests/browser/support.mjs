// A ledger that is served for the test, and a browser to look at it.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const binary = process.env.WELLHEAD ?? join(target, 'debug', 'wellhead');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/// Where screenshots go.
export const screenshots = process.env.WELLHEAD_SCREENSHOTS ?? join(target, 'console');

/// `wellhead demo` on its own database, and a second, empty workspace.
export async function demo() {
    const directory = mkdtempSync(join(tmpdir(), 'wellhead-browser.'));
    const env = { ...process.env, WELLHEAD_DATABASE: `sqlite:${join(directory, 'ledger.db')}`, WELLHEAD_LOG: 'error' };
    const server = spawn(binary, ['demo', '--listen', '127.0.0.1:0', '--output', 'json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ready = await firstDocument(server);
    const json = (...line) => JSON.parse(execFileSync(binary, [...line, '--output', 'json'], { env }));
    const empty = json('workspace', 'create', 'Nothing & Sons').workspace_id;
    const key = (workspace, role) => json('key', 'create', '--workspace', workspace, '--role', role).token;
    return {
        url: ready.url,
        json,
        key,
        emptyWorkspace: empty,
        token: ready.token,
        reader: key(ready.workspace_id, 'reader'),
        empty: key(empty, 'admin'),
        person: ready.person_id,
        stop: async () => {
            const gone = new Promise((resolve) => server.on('exit', resolve));
            server.kill('SIGTERM');
            await gone;
            rmSync(directory, { recursive: true });
        },
    };
}

/// The first JSON document printed by a program.
function firstDocument(program) {
    return new Promise((resolve, reject) => {
        let text = '';
        program.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
        program.stdout.on('data', (data) => {
            text += data;
            try {
                resolve(JSON.parse(text));
            } catch {
                // More is to come.
            }
        });
    });
}

/// Asks the API.
export function api(url, token) {
    return async (method, path, body, type = 'application/vnd.api+json') => {
        const answer = await fetch(url + path, {
            method,
            headers: { authorization: `Bearer ${token}`, 'content-type': type },
            body,
        });
        const text = await answer.text();
        assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
        return type.includes('ndjson') || !text ? text : JSON.parse(text);
    };
}

export function launch() {
    return chromium.launch({
        executablePath: process.env.WELLHEAD_TEST_CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync'],
    });
}

/// A window that records everything that goes wrong in it, and every request to another server.
export async function open(browser, { url, token, scheme = 'light', width = 1280, height = 860, signIn = true }) {
    const context = await browser.newContext({ baseURL: url, colorScheme: scheme, viewport: { width, height }, locale: 'en-GB' });
    const page = await context.newPage();
    const wrong = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('request', (request) => request.url().startsWith(url) || wrong.push(`asks ${request.url()}`));
    page.on('response', (response) => response.status() >= 500 && wrong.push(`${response.status()} ${response.url()}`));
    if (signIn) {
        await page.goto('/');
        await page.fill('#key', token);
        await page.click('main button');
        await page.waitForURL('**/console/overview');
    }
    return { context, page, wrong };
}

/// Waits until all parts of a page have loaded.
export async function settled(page) {
    await page.waitForFunction(() => !document.querySelector('.later'));
}

/// The faults that axe finds in a page.
export async function violations(page) {
    // The page's policy keeps our script out, but not the browser's own tools.
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run());
    return result.violations.map((it) => `${it.id}: ${it.help} ${it.nodes.map((node) => node.target)}`);
}

/// Takes a screenshot.
export async function shoot(page, name, fullPage = false) {
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage });
}
