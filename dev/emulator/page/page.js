import { piecesOf } from './links.mjs';

const POLL_MS = 800;
const LOG_LENGTH = 10;

const byId = (id) => document.getElementById(id);

/** An element with properties, data attributes under `data`, and children; text is never markup. */
function element(tag, { data = {}, ...properties } = {}, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	Object.assign(made.dataset, data);
	made.append(...children);
	return made;
}

const button = (label, key, act, className = '') =>
	element('button', { type: 'button', className, data: { key }, onclick: act }, label);

/** Replaces the children, keeping the focus on the control with the same key. */
function fill(parent, ...children) {
	const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
	parent.replaceChildren(...children);
	if (key) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

function notice(text, isBad = false) {
	byId('notice').textContent = text;
	byId('notice').className = isBad ? 'bad' : '';
}

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
		return (notice('The emulator does not answer. Is it still running?', true), false);
	}
}

const isGood = ({ status }) => status !== null && status >= 200 && status < 300;
const outcomeOf = ({ status, answer, failure }) =>
	status !== null
		? `Answer: ${status} ${answer}`.trim()
		: failure === null
			? 'Calling back …'
			: `Not called back: ${failure}`;
const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The text of an SMS; an address in it is a link, as on a phone. */
const linked = (text) =>
	piecesOf(text).map((piece) =>
		piece.href === undefined
			? piece.text
			: element(
					'a',
					{
						href: piece.href,
						target: '_blank',
						rel: 'noopener noreferrer',
						data: { key: piece.href },
					},
					piece.text,
				),
	);

function messageView(message) {
	const { id, sender, text, stopMention, state, scheduledFor, acceptedAt, campaignId } = message;
	const buttons =
		state === 'scheduled'
			? [button('Send now', `release-${id}`, () => act('release', { id }, 'Sent.'))]
			: [
					button('Deliver', `deliver-${id}`, () => act('deliver', { id }, 'Delivered.')),
					button('Refuse', `refuse-${id}`, () => act('refuse', { id }, 'Refused.'), 'bad'),
				];
	const of = `SMS ${id}: ${text.slice(0, 40)}`;
	for (const each of buttons) each.setAttribute('aria-label', `${each.textContent} ${of}`);
	buttons[1]?.setAttribute('title', 'Reports INVALID_DESTINATION_ADDRESS');
	return element(
		'article',
		{ className: 'message', data: { message: id, order: message.order } },
		element('p', { className: 'from' }, sender ?? '36XXX (short number)'),
		element(
			'p',
			{ className: 'bubble' },
			...linked(text),
			...(stopMention ? [element('span', { className: 'stop-mention' }, stopMention)] : []),
		),
		element(
			'p',
			{ className: 'facts' },
			element('span', { className: `badge ${state}` }, state),
			element('span', {}, plural(message.parts, 'part')),
			element('span', {}, message.encoding),
			element('span', {}, message.route === 'M' ? 'Marketing' : 'Notification'),
			...(campaignId ? [element('span', {}, `campaign ${campaignId}`)] : []),
			element('span', {}, scheduledFor ? `for ${scheduledFor}` : acceptedAt.slice(11)),
		),
		element('p', { className: 'buttons' }, ...buttons),
	);
}

const answerView = ({ fields, order, at }) =>
	element(
		'article',
		{ className: 'answer', data: { order } },
		element('p', { className: 'bubble' }, fields.message),
		element('p', { className: 'facts' }, at.slice(11)),
	);

const phones = new Map();

function phoneOf(number) {
	const known = phones.get(number);
	if (known) return known;
	const reply = element('input', {
		name: 'text',
		placeholder: 'Reply…',
		autocomplete: 'off',
		required: true,
		maxLength: 160,
		ariaLabel: `Reply from ${number}`,
	});
	const compose = element(
		'form',
		{
			className: 'compose',
			onsubmit: async (event) => {
				event.preventDefault();
				if (await act('reply', { number, text: reply.value }, 'Replied.')) reply.value = '';
			},
		},
		reply,
		element('button', { className: 'main', type: 'submit' }, 'Reply'),
		button('STOP', `stop-${number}`, () => act('stop', { number }, 'STOP sent.'), 'bad'),
	);
	const badge = element('span', { className: 'badge blocked', hidden: true }, 'blacklisted');
	const thread = element('div', {
		className: 'thread',
		tabIndex: 0,
		ariaLabel: `SMS of ${number}`,
	});
	const title = element('h2', {}, element('span', {}, `+${number}`), badge);
	const screen = element('div', { className: 'screen' }, title, thread, compose);
	const phone = element('section', { className: 'phone', data: { phone: number } }, screen);
	phone.setAttribute('aria-label', `Phone ${number}`);
	const made = { phone, thread, badge, reply };
	phones.set(number, made);
	return made;
}

function showPhones({ messages, callbacks, blacklist }) {
	const threads = new Map();
	for (const message of messages) {
		threads.set(message.number, [...(threads.get(message.number) ?? []), messageView(message)]);
	}
	for (const callback of callbacks) {
		if (callback.kind === 'reply') threads.get(callback.fields.num)?.push(answerView(callback));
	}
	for (const number of phones.keys()) if (!threads.has(number)) phones.delete(number);
	const latest = new Map(messages.map((message) => [message.number, message.id]));
	const order = [...threads.keys()].sort((one, other) => latest.get(other) - latest.get(one));
	const grown = [];
	const sections = order.map((number) => {
		const entry = phoneOf(number);
		entry.badge.hidden = !blacklist.includes(number);
		// The provider passes on replies to its short numbers only.
		entry.reply.disabled = !messages.some((one) => one.number === number && one.sender === null);
		entry.reply.placeholder = entry.reply.disabled ? 'Cannot reply' : 'Reply…';
		entry.reply.title = entry.reply.disabled ? 'SMS with a Sender take no reply' : '';
		const views = threads.get(number).sort((one, other) => one.dataset.order - other.dataset.order);
		if (views.length !== entry.thread.childElementCount) grown.push(entry.thread);
		fill(entry.thread, ...views);
		return entry.phone;
	});
	const main = byId('phones');
	const isSame = sections.every((section, index) => main.children[index] === section);
	if (sections.length === 0) {
		const hint = 'No SMS yet. Put the login and the URLs above into a credential in n8n.';
		main.replaceChildren(element('p', { className: 'nothing' }, hint));
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

const nothing = (text) => element('li', { className: 'nothing' }, text);

function showBlacklist(numbers) {
	const rows = numbers.map((number) => {
		const remove = button('Remove', `unblock-${number}`, () =>
			act('unblock', { number }, `${number} may be written to again.`),
		);
		remove.setAttribute('aria-label', `Remove ${number} from the blacklist`);
		return element('li', {}, number, remove);
	});
	fill(byId('blacklist'), ...(rows.length > 0 ? rows : [nothing('Nobody said STOP.')]));
}

/** What a credential in n8n needs to send here. */
function showAccount(account) {
	const rows = Object.entries(account).map(([label, value]) =>
		element('div', {}, element('dt', {}, label), element('dd', {}, element('code', {}, value))),
	);
	byId('account').replaceChildren(...rows);
}

function showCampaigns(campaigns) {
	const columns = ['SMS', 'Scheduled', 'Delivered', 'Refused'];
	const head = ['ID', ...columns].map((text) => element('th', { scope: 'col' }, text));
	const rows = campaigns.map(({ id, messages, scheduled, delivered, refused }) =>
		element(
			'tr',
			{},
			...[id ?? '(none)', messages, scheduled, delivered, refused].map((value) =>
				element('td', {}, String(value)),
			),
		),
	);
	const table = element(
		'table',
		{},
		element('thead', {}, element('tr', {}, ...head)),
		element('tbody', {}, ...rows),
	);
	const empty = element('p', { className: 'nothing' }, 'None yet.');
	byId('campaigns').replaceChildren(rows.length > 0 ? table : empty);
}

const log = (title, code, outcome, isFine) =>
	element(
		'li',
		{ className: 'log' },
		title,
		element('code', {}, code),
		element('span', { className: `outcome ${isFine ? 'good' : 'bad'}` }, outcome),
	);

function showLogs({ requests, callbacks }) {
	const asked = requests
		.map(({ at, path, numbers, answer, violations }) =>
			log(
				`${at.slice(11)} · ${plural(numbers, 'number')}`,
				path,
				path.endsWith('_test') && violations.length > 0
					? `Not echoed as sent: ${violations.join('; ')}`
					: [answer || '(no answer)', ...violations].join('\n'),
				violations.length === 0 && (answer.includes('SENDING_OK') || path.endsWith('_test')),
			),
		)
		.reverse();
	const called = callbacks
		.slice(-LOG_LENGTH)
		.map((record) => {
			const { at, kind, method, url, body } = record;
			const where = [`${method} ${url}`, ...(body === null ? [] : [body])].join('\n');
			return log(`${at.slice(11)} · ${kind}`, where, outcomeOf(record), isGood(record));
		})
		.reverse();
	byId('requests').replaceChildren(...(asked.length > 0 ? asked : [nothing('None yet.')]));
	byId('callbacks').replaceChildren(...(called.length > 0 ? called : [nothing('None yet.')]));
}

/** Leaves alone what somebody is typing. */
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

byId('credits').addEventListener('submit', (event) => {
	event.preventDefault();
	void act('credits', { credits: byId('credits-left').valueAsNumber }, 'Balance saved.');
});
byId('callback').addEventListener('submit', (event) => {
	event.preventDefault();
	void act('callback', { url: byId('callback-url').value }, 'Callback URL saved.');
});

byId('find').addEventListener('submit', (event) => event.preventDefault());
byId('search').addEventListener('input', search);
byId('clear').addEventListener('click', () => void act('clear', {}, 'All SMS are gone.'));

async function poll() {
	try {
		show(await (await fetch('/state')).json());
	} catch {
		notice('The emulator does not answer. Is it still running?', true);
	}
	setTimeout(poll, POLL_MS);
}
void poll();
