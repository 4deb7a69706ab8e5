import fc from 'fast-check';

import {
	type Callback,
	CALLBACK_EVENTS,
	CALLBACK_REFUSALS,
	type CallbackRefusal,
	readCallback,
	readCallbackDate,
	readCallbackPhone,
} from '../../../nodes/CapitoleMobile/sms/callback/callback';
import {
	CallbackForm,
	type CallbackRequest,
} from '../../../nodes/CapitoleMobile/sms/callback/callbackForm';
import { callbackFixtures, callbackRequest } from './callbackFixtures';

const receivedAt = new Date('2026-03-10T08:20:15.000Z');
const context = { timezone: 'Europe/Paris', stopKeywords: [] as string[], receivedAt };

function read(request: Partial<CallbackRequest>, more = {}): Callback | CallbackRefusal {
	const all = { rawQuery: '', rawBody: null, contentType: undefined, ...request };
	const form = CallbackForm.read(all);
	return typeof form === 'string' ? form : readCallback(form, { ...context, ...more });
}

const eventIdOf = (rawQuery: string): string => {
	const callback = read({ rawQuery });
	if (typeof callback === 'string') throw new Error(callback);
	return callback.eventId;
};

describe('readCallback', () => {
	test.each(callbackFixtures.map((fixture) => [fixture.name, fixture.source, fixture] as const))(
		'reads %s (%s) as expected',
		(_name, _source, fixture) => {
			const callback = read(callbackRequest(fixture.http), fixture.context);
			if (typeof callback === 'string') {
				expect({ event: null, reason: callback }).toEqual(fixture.expected);
			} else {
				const { eventId, receivedAt: at, ...rest } = callback;
				expect(rest).toEqual(fixture.expected);
				expect(eventId).toMatch(/^[0-9a-f]{32}$/);
				expect(at).toBe('2026-03-10T08:20:15.000Z');
			}
		},
	);

	test('refuses a form of 100 kB, in the query and in the body', () => {
		const junk = 'num=33610203040&message=' + 'x'.repeat(100_000);
		expect(read({ rawQuery: junk })).toBe('tooLong');
		expect(read({ rawBody: Buffer.from(junk) })).toBe('tooLong');
	});

	test('leaves names of Object.prototype out of raw and changes no prototype', () => {
		const names = Object.getOwnPropertyNames(Object.prototype);
		const rawQuery = names.map((name) => `${name}=x`).join('&') + '&num=33610203040&message=Oui';
		const callback = read({ rawQuery });
		if (typeof callback === 'string') throw new Error(callback);
		expect(Object.getPrototypeOf(callback.raw)).toBe(Object.prototype);
		expect(Object.keys(callback.raw)).toEqual(['num', 'message']);
		expect(names.length).toBeGreaterThan(10);
	});

	test('ignores the charset in Content-Type and decides by the bytes', () => {
		const rawBody = Buffer.from('num=33610203040&message=Caf%C3%A9+%E2%82%AC');
		for (const charset of ['utf-8', 'ISO-8859-15', 'nonsense']) {
			const contentType = `application/x-www-form-urlencoded; charset=${charset}`;
			expect(read({ rawBody, contentType })).toHaveProperty('message', 'Café €');
		}
	});
});

describe('eventId', () => {
	const report = 'id=1&gsm=33610203040&status=DELIVERED&network=Orange&date=2020-03-10+09:20:10';

	test.each([
		['the same callback again', report],
		['another encoding of the space', report.replace('+', '%20')],
		['another order', report.split('&').reverse().join('&')],
		['names in capitals', report.replace(/\w+=/g, (name) => name.toUpperCase())],
		['a number with +', report.replace('gsm=', 'gsm=%2B')],
		['another network', report.replace('Orange', 'SFR')],
		['a secret', `${report}&secret=x`],
	])('stays the same for %s', (_what, rawQuery) => {
		expect(eventIdOf(rawQuery)).toBe(eventIdOf(report));
	});

	test('stays the same for GET and POST, and for all options', () => {
		const posted = read({ rawBody: Buffer.from(report) });
		const options = { timezone: 'Asia/Tokyo', stopKeywords: ['x'], receivedAt: new Date(0) };
		const elsewhere = read({ rawQuery: report }, options);
		expect(posted).toHaveProperty('eventId', eventIdOf(report));
		expect(elsewhere).toHaveProperty('eventId', eventIdOf(report));
	});

	test('does not depend on the encoding of a reply or on the stop keywords', () => {
		const reply = 'num=33610203040&message=Caf%E9+%A4';
		expect(eventIdOf('num=33610203040&message=Caf%C3%A9+%E2%82%AC')).toBe(eventIdOf(reply));
		const asStop = read({ rawQuery: reply }, { stopKeywords: ['café'] });
		expect(asStop).toHaveProperty('event', 'stop');
		expect(asStop).toHaveProperty('eventId', eventIdOf(reply));
	});

	test.each([
		['DELIVERED after INVALID_DESTINATION_ADDRESS', 'DELIVERED', 'INVALID_DESTINATION_ADDRESS'],
		['another status', 'DELIVERED', 'EXPIRED'],
		['another campaign', 'id=1', 'id=2'],
		['another number', '33610203040', '33610203041'],
		['another date', '09:20:10', '09:20:11'],
		['an unreadable date', '09:20:10', 'soon'],
	])('changes with %s', (_what, from, to) => {
		expect(eventIdOf(report.replace(from, to))).not.toBe(eventIdOf(report));
	});

	test('changes with the message, even if text only moves between fields', () => {
		const reply = 'num=33610203040&message=Oui';
		const others = ['num=33610203040&message=Non', `${reply}&id=7`, `${reply}7`];
		expect(new Set([reply, ...others].map(eventIdOf)).size).toBe(4);
	});
});

describe('100,000 generated requests', () => {
	const names = ['id', 'gsm', 'status', 'network', 'date', 'num', 'message', 'secret', 'GSM'];
	const values = ['', '33610203040', 'DELIVERED', 'EXPIRED', 'STOP', '2020-03-10+09:20:10', '%E9'];
	const junk = fc.string({
		unit: fc.constantFrom('%', '0', 'f', 'E', '9', '&', '=', '+', '?', '\0', '\xE9', '\xC3', 'a'),
		maxLength: 40,
	});
	const pair = fc
		.tuple(
			fc.oneof(fc.constantFrom(...names, '__proto__', 'constructor', '__proto__[a]'), junk),
			fc.oneof(fc.constantFrom(...values), junk, fc.string({ maxLength: 60 })),
		)
		.map(([name, value]) => `${name}=${value}`);
	const phone = fc.constantFrom('33610203040', '%2B33+6+10+20+30+40', '0610203040', 'Julie');
	const texts = ['STOP', 'Arr%EAt', 'Caf%C3%A9', 'DELIVERED', 'INVALID_DESTINATION_ADDRESS'];
	const text = fc.oneof(fc.constantFrom(...texts), junk);
	const whole = fc
		.tuple(fc.constantFrom('gsm=&status=', 'num=&message=', 'GSM=&Status='), phone, text, pair)
		.map(([kind, number, said, extra]) => {
			const [first = '', second = ''] = kind.split('&');
			return [extra, first + number, second + said, extra].join('&');
		});
	const form = fc.oneof(
		{ weight: 12, arbitrary: whole },
		{ weight: 8, arbitrary: fc.array(pair, { maxLength: 8 }).map((pairs) => pairs.join('&')) },
		{ weight: 2, arbitrary: junk },
		{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
	);
	const request = fc.record({
		rawQuery: form,
		rawBody: fc.oneof(
			fc.constant(null),
			form.map((text) => Buffer.from(text, 'latin1')),
			fc.uint8Array({ maxLength: 60 }),
		),
		contentType: fc.constantFrom(
			...[undefined, '', 'application/json', 'multipart/form-data', ';;;'],
			...['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded; charset=x'],
		),
	});

	test('yield a callback or a reason, never throw, and touch no prototype', () => {
		const count: Record<string, number> = {};
		const before = Object.getOwnPropertyNames(Object.prototype).join();
		fc.assert(
			fc.property(request, (generated) => {
				const callback = read(generated);
				const outcome = typeof callback === 'string' ? callback : callback.event;
				count[outcome] = (count[outcome] ?? 0) + 1;
				if (typeof callback === 'string') return callback in CALLBACK_REFUSALS;
				return (
					CALLBACK_EVENTS.includes(callback.event) &&
					/^\d{2,14}[\dX]$/.test(callback.phone) &&
					/^[0-9a-f]{32}$/.test(callback.eventId) &&
					(callback.message === null) === (callback.status !== null) &&
					!Object.values(callback).includes(undefined as never) &&
					Object.values(callback.raw).every((value) => !String(value).includes('\0')) &&
					Object.getPrototypeOf(callback.raw) === Object.prototype
				);
			}),
			{ numRuns: 20_000 },
		);
		expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
		for (const event of [...CALLBACK_EVENTS, 'incomplete', 'mixed', 'phone', 'bodyType']) {
			expect(count[event]).toBeGreaterThan(50);
		}
	});
});

describe('readCallbackDate', () => {
	test.each([
		['2020-03-10 09:20:10', 'Europe/Paris', '2020-03-10T09:20:10+01:00'],
		['2020-07-10 09:20:10', 'Europe/Paris', '2020-07-10T09:20:10+02:00'],
		[' 2020-03-10T09:20:10 ', 'Europe/Paris', '2020-03-10T09:20:10+01:00'],
		['2026-10-25 01:59:59', 'Europe/Paris', '2026-10-25T01:59:59+02:00'],
		['2026-10-25 02:00:00', 'Europe/Paris', '2026-10-25T02:00:00+02:00'],
		['2026-10-25 02:59:59', 'Europe/Paris', '2026-10-25T02:59:59+02:00'],
		['2026-10-25 03:00:00', 'Europe/Paris', '2026-10-25T03:00:00+01:00'],
		['2026-03-29 01:59:59', 'Europe/Paris', '2026-03-29T01:59:59+01:00'],
		['2026-03-29 02:00:00', 'Europe/Paris', null],
		['2026-03-29 02:59:59', 'Europe/Paris', null],
		['2026-03-29 03:00:00', 'Europe/Paris', '2026-03-29T03:00:00+02:00'],
		['2020-03-10 09:20:10', 'America/Martinique', '2020-03-10T09:20:10-04:00'],
		['2020-03-10 09:20:10', 'UTC', '2020-03-10T09:20:10Z'],
		['2020-03-10 09:20:10', 'Nowhere/Land', null],
		['2020-02-30 09:20:10', 'Europe/Paris', null],
		['2026-03-10 09:20:10.0', 'Europe/Paris', '2026-03-10T09:20:10+01:00'],
		['2026-03-10 09:20:10.987', 'Europe/Paris', '2026-03-10T09:20:10+01:00'],
		['2026-03-10T08:20:10,5Z', 'Europe/Paris', '2026-03-10T09:20:10+01:00'],
		['2026-03-10 09:20', 'Europe/Paris', '2026-03-10T09:20:00+01:00'],
		['2026-03-10T08:20:10Z', 'Europe/Paris', '2026-03-10T09:20:10+01:00'],
		['2026-07-10T08:20:10.123Z', 'Europe/Paris', '2026-07-10T10:20:10+02:00'],
		['2026-03-10T09:20:10+01:00', 'Europe/Paris', '2026-03-10T09:20:10+01:00'],
		['2026-03-10 09:20:10 +0100', 'UTC', '2026-03-10T08:20:10Z'],
		['2020-03-10 24:00:00', 'Europe/Paris', null],
		['2020-03-10 09:20:60', 'Europe/Paris', null],
		['2020-03-10', 'Europe/Paris', null],
		['10/03/2020 09:20:10', 'Europe/Paris', null],
		['20260310092010', 'Europe/Paris', null],
		['202603100920', 'Europe/Paris', null],
		['', 'Europe/Paris', null],
		['now', 'Europe/Paris', null],
	])('reads %j in %s', (text, timezone, expected) => {
		expect(readCallbackDate(text, timezone)).toBe(expected);
	});

	test('returns every instant unchanged, except the second of the doubled hours', () => {
		const paris = new Intl.DateTimeFormat('sv-SE', {
			timeZone: 'Europe/Paris',
			dateStyle: 'short',
			timeStyle: 'medium',
		});
		const min = Date.UTC(2015, 0, 1) / 1000;
		const max = Date.UTC(2035, 0, 1) / 1000;
		fc.assert(
			fc.property(fc.integer({ min, max }), (seconds) => {
				const wall = paris.format(seconds * 1000);
				const isSecondOfTwo = paris.format((seconds - 3600) * 1000) === wall;
				const read = readCallbackDate(wall, 'Europe/Paris');
				expect(Date.parse(read ?? '') / 1000).toBe(isSecondOfTwo ? seconds - 3600 : seconds);
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('readCallbackPhone', () => {
	test.each<[string, string[]]>([
		['33610203040', ['33610203040', '+33610203040', '0033610203040', ' 33610203040 ']],
		['33610203040', ['33 6 10.20-30 40', '+33 (0)6 10 20 30 40', '0610203040', '610203040']],
		['33610203040', ['06 10 20 30 40', '33610203040.00', '٣٣٦١٠٢٠٣٠٤٠']],
		['590690123456', ['0690123456']],
		['594694123456', ['0694123456']],
		['596696123456', ['0696123456']],
		['262692123456', ['0692123456', '33692123456', '262692123456']],
		['262639123456', ['0639123456']],
		['34622334455', ['34622334455']],
		['336XXXXXXXX', ['336XXXXXXXX', '336xxxxxxxx']],
		['33123456789', ['33123456789']],
		['1234567', ['1234567']],
	])('returns %s for %j', (phone, texts) => {
		for (const text of texts) expect(readCallbackPhone(text)).toBe(phone);
	});

	test.each([
		...['', 'Julie', '36105', '0', '0123456789', '+0610203040', '3361020304050607'],
		...['614123456.05', '639980001/02', '614123456 78', '33610203040\n<script>'],
		'9'.repeat(100_000),
	])('finds no number in %.40j', (text) => {
		expect(readCallbackPhone(text)).toBeNull();
	});

	test('reads its own result again', () => {
		const number = fc.stringMatching(/^\+?[0-9 .X-]{0,18}$/);
		fc.assert(
			fc.property(number, (text) => {
				const phone = readCallbackPhone(text);
				// Nine digits after an international prefix look like a French national number.
				fc.pre(phone === null || !/^[67]\d{8}$/.test(phone));
				expect(phone === null ? null : readCallbackPhone(phone)).toBe(phone);
			}),
		);
	});
});
