import fc from 'fast-check';

import {
	CALLBACK_EVENTS,
	CALLBACK_REFUSALS,
	readCallback,
	type Callback,
	type CallbackRefusal,
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

	test('a form of 100 kB is refused, in the query and in the body', () => {
		const junk = 'num=33610203040&message=' + 'x'.repeat(100_000);
		expect(read({ rawQuery: junk })).toBe('tooLong');
		expect(read({ rawBody: Buffer.from(junk) })).toBe('tooLong');
	});

	test('a name of Object.prototype changes no prototype and is left out of raw', () => {
		const names = Object.getOwnPropertyNames(Object.prototype);
		const rawQuery = names.map((name) => `${name}=x`).join('&') + '&num=33610203040&message=Oui';
		const callback = read({ rawQuery });
		if (typeof callback === 'string') throw new Error(callback);
		expect(Object.getPrototypeOf(callback.raw)).toBe(Object.prototype);
		expect(Object.keys(callback.raw)).toEqual(['num', 'message']);
		expect(names.length).toBeGreaterThan(10);
	});

	test('the charset named in Content-Type changes nothing: the bytes decide', () => {
		const rawBody = Buffer.from('num=33610203040&message=Caf%C3%A9+%E2%82%AC');
		for (const charset of ['utf-8', 'ISO-8859-15', 'nonsense']) {
			const contentType = `application/x-www-form-urlencoded; charset=${charset}`;
			expect(read({ rawBody, contentType })).toHaveProperty('message', 'Café €');
		}
	});

	test('the secret is nowhere in the item', () => {
		for (const rawQuery of [
			'secret=s3cr3t&num=33610203040&message=Oui',
			'num=33610203040&message=Oui&SECRET=s3cr3t&secret=s3cr3t',
			'secret=s3cr3t?num=33610203040&message=Oui',
		]) {
			const callback = read({ rawQuery });
			expect(callback).toHaveProperty('event', 'reply');
			expect(JSON.stringify(callback)).not.toContain('s3cr3t');
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
	])('is the same for %s', (_what, rawQuery) => {
		expect(eventIdOf(rawQuery)).toBe(eventIdOf(report));
	});

	test('is the same by GET and by POST, and whatever the options are', () => {
		const posted = read({ rawBody: Buffer.from(report) });
		const options = { timezone: 'Asia/Tokyo', stopKeywords: ['x'], receivedAt: new Date(0) };
		const elsewhere = read({ rawQuery: report }, options);
		expect(posted).toHaveProperty('eventId', eventIdOf(report));
		expect(elsewhere).toHaveProperty('eventId', eventIdOf(report));
	});

	test('of a reply hangs neither on its encoding nor on the stop keywords', () => {
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
	])('is another for %s', (_what, from, to) => {
		expect(eventIdOf(report.replace(from, to))).not.toBe(eventIdOf(report));
	});

	test('is another for another message, also when it only moves between fields', () => {
		expect(eventIdOf('num=33610203040&message=Oui')).not.toBe(
			eventIdOf('num=33610203040&message=Non'),
		);
		expect(eventIdOf('num=33610203040&message=Oui&id=7')).not.toBe(
			eventIdOf('num=33610203040&message=Oui7'),
		);
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
	const text = fc.oneof(
		fc.constantFrom(
			'STOP',
			'Arr%EAt',
			'Caf%C3%A9+%E2%82%AC',
			'DELIVERED',
			'INVALID_DESTINATION_ADDRESS',
		),
		junk,
	);
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
			undefined,
			'',
			'application/x-www-form-urlencoded',
			'Application/X-WWW-Form-Urlencoded; charset=x',
			'application/json',
			'multipart/form-data',
			';;;',
		),
	});

	test('end in a callback or in a reason, without exception, and touch no prototype', () => {
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
