import { piecesOf } from './links.mjs';

const POLL_MS = 800;
const LOG_LENGTH = 10;

const byId = (id) => document.getElementById(id);

/** Creates an element with properties, data attributes and children. Text is never parsed as HTML. */
function element(tag, { data = {}, ...properties } = {}, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	Object.assign(made.dataset, data);
	made.append(...children);
	return made;
}

const text = (tag, className, ...children) => element(tag, { className }, ...children);
const button = (label, key, act, more = {}) =>
	element('button', { type: 'button', data: { key }, onclick: act, ...more }, label);

/** Replaces the children and keeps the focus on the control with the same key. */
function fill(parent, ...children) {
	const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
	parent.replaceChildren(...children);
	if (key) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

function notice(said, isBad = false) {
	byId('notice').textContent = said;
	byId('notice').className = isBad ? 'bad' : '';
}
const noticeOffline = () => notice('The emulator does not answer. Is it still running?', true);

async function act(action, body, done) {
	try {
		const response = await fetch(`/actions/${action}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const answer = await response.json();
		if (!response.ok) return (notice(answer.reason, true), false);
		show(answer);
		const last = answer.callbacks.at(-1);
		const calledBack = ['deliver', 'refuse', 'reply', 'stop'].includes(action) && last;
		notice(calledBack ? `${done} ${outcomeOf(last)}` : done, Boolean(calledBack && !isGood(last)));
		return true;
	} catch {
		return (noticeOffline(), false);
	}
}

const isGood = ({ status }) => status !== null && status >= 200 && status < 300;
function outcomeOf({ status, answer, failure }) {
	if (status !== null) return `Answer: ${status} ${answer}`.trim();
	return failure === null ? 'Calling back …' : `Not called back: ${failure}`;
}
const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The text of an SMS, with addresses as links, as on a phone. */
const linked = (sms) =>
	piecesOf(sms).map(({ text, href }) => {
		if (href === undefined) return text;
		const link = { href, target: '_blank', rel: 'noopener noreferrer', data: { key: href } };
		return element('a', link, text);
	});

function messageView(message) {
	const { id, state, scheduledFor, acceptedAt, campaignId } = message;
	const of = `SMS ${id}: ${message.text.slice(0, 40)}`;
	const press = (label, action, done, more) =>
		button(label, `${action}-${id}`, () => act(action, { id }, done), {
			ariaLabel: `${label} ${of}`,
			...more,
		});
	const refused = { className: 'bad', title: 'Reports INVALID_DESTINATION_ADDRESS' };
	const buttons =
		state === 'scheduled'
			? [press('Send now', 'release', 'Sent.')]
			: [press('Deliver', 'deliver', 'Delivered.'), press('Refuse', 'refuse', 'Refused.', refused)];
	const facts = [
		plural(message.parts, 'part'),
		message.encoding,
		message.route === 'M' ? 'Marketing' : 'Notification',
		...(campaignId ? [`campaign ${campaignId}`] : []),
		scheduledFor ? `for ${scheduledFor}` : acceptedAt.slice(11),
	].map((fact) => element('span', {}, fact));
	return element(
		'article',
		{ className: 'message', data: { order: message.order } },
		text('p', 'from', message.sender ?? '36XXX (short number)'),
		text('p', 'bubble', ...linked(message.text), text('span', 'stop-mention', message.stopMention)),
		text('p', 'facts', text('span', `badge ${state}`, state), ...facts),
		text('p', 'buttons', ...buttons),
	);
}

const answerView = ({ fields, order, at }) =>
	element(
		'article',
		{ className: 'answer', data: { order } },
		text('p', 'bubble', fields.message),
		text('p', 'facts', at.slice(11)),
	);

const phones = new Map();

function phoneOf(number) {
	const known = phones.get(number);
	if (known) return known;
	const reply = element('input', {
		name: 'text',
		autocomplete: 'off',
		required: true,
		maxLength: 160,
		ariaLabel: `Reply from ${number}`,
	});
	const onsubmit = async (event) => {
		event.preventDefault();
		if (await act('reply', { number, text: reply.value }, 'Replied.')) reply.value = '';
	};
	const stop = () => act('stop', { number }, 'STOP sent.');
	const compose = element(
		'form',
		{ className: 'compose', onsubmit },
		reply,
		element('button', { className: 'main', type: 'submit' }, 'Reply'),
		button('STOP', `stop-${number}`, stop, { className: 'bad' }),
	);
	const badge = text('span', 'badge blocked', 'blacklisted');
	const thread = element('div', {
		className: 'thread',
		tabIndex: 0,
		ariaLabel: `SMS of ${number}`,
	});
	const title = element('h2', {}, element('span', {}, `+${number}`), badge);
	const phone = text('section', 'phone', text('div', 'screen', title, thread, compose));
	phone.setAttribute('aria-label', `Phone ${number}`);
	const made = { phone, thread, badge, reply };
	phones.set(number, made);
	return made;
}

function showPhones({ messages, callbacks, blacklist }) {
	// Phones with the latest SMS come first.
	const threads = new Map([...messages].reverse().map(({ number }) => [number, []]));
	for (const message of messages) threads.get(message.number).push(messageView(message));
	for (const callback of callbacks) {
		if (callback.kind === 'reply') threads.get(callback.fields.num)?.push(answerView(callback));
	}
	for (const number of phones.keys()) if (!threads.has(number)) phones.delete(number);
	const grown = [];
	const sections = [...threads].map(([number, views]) => {
		const { phone, thread, badge, reply } = phoneOf(number);
		badge.hidden = !blacklist.includes(number);
		// The provider forwards only replies to its short numbers.
		reply.disabled = !messages.some((one) => one.number === number && one.sender === null);
		reply.placeholder = reply.disabled ? 'Cannot reply' : 'Reply…';
		reply.title = reply.disabled ? 'Nobody can reply to an SMS with a Sender' : '';
		views.sort((one, other) => one.dataset.order - other.dataset.order);
		if (views.length !== thread.childElementCount) grown.push(thread);
		fill(thread, ...views);
		return phone;
	});
	const main = byId('phones');
	const isSame = sections.every((section, index) => main.children[index] === section);
	if (sections.length === 0) {
		const hint = 'No SMS yet. Put the login and the URLs above into a credential in n8n.';
		main.replaceChildren(text('p', 'nothing', hint));
	} else if (!isSame || main.childElementCount !== sections.length) fill(main, ...sections);
	for (const thread of grown) thread.scrollTop = thread.scrollHeight;
	search();
}

function search() {
	const wanted = byId('search').value.trim().toLowerCase();
	for (const { phone } of phones.values()) {
		phone.hidden = !phone.textContent.toLowerCase().includes(wanted);
	}
}

/** Fills a list on the right, or shows a placeholder. */
const showList = (id, rows, nothing) =>
	fill(byId(id), ...(rows.length > 0 ? rows : [text('li', 'nothing', nothing)]));

function showBlacklist(numbers) {
	const rows = numbers.map((number) => {
		const remove = () => act('unblock', { number }, `${number} can get SMS again.`);
		const ariaLabel = `Remove ${number} from the blacklist`;
		return element('li', {}, number, button('Remove', `unblock-${number}`, remove, { ariaLabel }));
	});
	showList('blacklist', rows, 'Nobody said STOP.');
}

/** Shows the values for a credential in n8n. */
function showAccount(account) {
	const rows = Object.entries(account).map(([label, value]) =>
		element('div', {}, element('dt', {}, label), element('dd', {}, element('code', {}, value))),
	);
	byId('account').replaceChildren(...rows);
}

function showCampaigns(campaigns) {
	const row = (tag, values, more = {}) =>
		element('tr', {}, ...values.map((value) => element(tag, more, String(value))));
	const rows = campaigns.map(({ id, messages, scheduled, delivered, refused }) =>
		row('td', [id ?? '(none)', messages, scheduled, delivered, refused]),
	);
	const head = row('th', ['ID', 'SMS', 'Scheduled', 'Delivered', 'Refused'], { scope: 'col' });
	const table = [element('thead', {}, head), element('tbody', {}, ...rows)];
	const empty = text('p', 'nothing', 'None yet.');
	byId('campaigns').replaceChildren(rows.length > 0 ? element('table', {}, ...table) : empty);
}

const log = (title, code, outcome, isFine) =>
	text(
		'li',
		'log',
		title,
		element('code', {}, code),
		text('span', `outcome ${isFine ? 'good' : 'bad'}`, outcome),
	);

function showLogs({ requests, callbacks }) {
	const asked = requests.map(({ at, path, numbers, answer, violations }) => {
		const isTest = path.endsWith('_test');
		const isStrict = violations.length === 0;
		const outcome =
			isTest && !isStrict
				? `Not echoed as sent: ${violations.join('; ')}`
				: [answer || '(no answer)', ...violations].join('\n');
		const isFine = isStrict && (isTest || answer.includes('SENDING_OK'));
		return log(`${at.slice(11)} · ${plural(numbers, 'number')}`, path, outcome, isFine);
	});
	const called = callbacks.slice(-LOG_LENGTH).map((record) => {
		const { at, kind, method, url, body } = record;
		const where = [`${method} ${url}`, ...(body === null ? [] : [body])].join('\n');
		return log(`${at.slice(11)} · ${kind}`, where, outcomeOf(record), isGood(record));
	});
	showList('requests', asked.reverse(), 'None yet.');
	showList('callbacks', called.reverse(), 'None yet.');
}

/** Updates a field unless the user is typing in it. */
function showField(input, value) {
	if (input.dataset.saved === value) return;
	const isTyping = input === document.activeElement && input.value !== (input.dataset.saved ?? '');
	input.dataset.saved = value;
	if (!isTyping) input.value = value;
}

let shown = '';

function show(state) {
	const now = JSON.stringify(state);
	if (now === shown) return;
	shown = now;
	showField(byId('credits-left'), String(state.credits));
	showField(byId('callback-url'), state.callbackUrl ?? '');
	showAccount(state.account);
	showPhones(state);
	showBlacklist(state.blacklist);
	showCampaigns(state.campaigns);
	showLogs(state);
}

const onSubmit = (id, submit) =>
	byId(id).addEventListener('submit', (event) => {
		event.preventDefault();
		void submit();
	});
onSubmit('credits', () =>
	act('credits', { credits: byId('credits-left').valueAsNumber }, 'Balance saved.'),
);
onSubmit('callback', () =>
	act('callback', { url: byId('callback-url').value }, 'Callback URL saved.'),
);
onSubmit('find', () => undefined);
byId('search').addEventListener('input', search);
byId('clear').addEventListener('click', () => void act('clear', {}, 'All SMS cleared.'));

async function poll() {
	try {
		show(await (await fetch('/state')).json());
	} catch {
		noticeOffline();
	}
	setTimeout(poll, POLL_MS);
}
void poll();
