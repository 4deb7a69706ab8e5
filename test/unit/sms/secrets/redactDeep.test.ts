import { createRedactor } from '../../../../nodes/CapitoleSms/sms/secrets/redact';
import { redactDeep } from '../../../../nodes/CapitoleSms/sms/secrets/redactDeep';

const redact = createRedactor({ username: 'boutique', password: '123456' });
const deep = (value: unknown): unknown => redactDeep(value, redact);

describe('redactDeep', () => {
	test('texts, keys and numbers are redacted at any depth', () => {
		expect(
			deep({ a: ['x 123456', { '123456': 1, b: 123456, c: 12345 }], d: null, e: true, f: 123456n }),
		).toEqual({ a: ['x ***', { '***': 1, b: '***', c: 12345 }], d: null, e: true, f: '***' });
	});

	test('what was given is left as it is', () => {
		const given = { config: { data: '123456' } };
		deep(given);
		expect(given).toEqual({ config: { data: '123456' } });
	});

	test('an error is copied with its message, stack and cause', () => {
		const copy = deep(
			Object.assign(new Error('login boutique', { cause: new Error('123456') }), { code: 'E' }),
		);
		expect(copy).toMatchObject({
			name: 'Error',
			message: 'login ***',
			cause: { message: '***' },
			code: 'E',
		});
		expect(JSON.stringify(copy)).not.toMatch(/boutique|123456/);
	});

	test('cycles end, and what is shared is copied once', () => {
		const node: Record<string, unknown> = { text: '123456' };
		node['self'] = node;
		expect(deep({ node, again: node })).toEqual({
			node: { text: '***', self: '[circular]' },
			again: { text: '***', self: '[circular]' },
		});
		let shared: unknown = '123456';
		for (let i = 0; i < 60; i += 1) shared = [shared, shared];
		expect(() => deep(shared)).not.toThrow();
	});

	test('ten thousand levels are cut off', () => {
		let nested: unknown = '123456';
		for (let i = 0; i < 10_000; i += 1) nested = [nested];
		expect(JSON.stringify(deep(nested))).toContain('[too deep]');
	});

	test('bytes, dates, functions and what cannot be read are not shown as they are', () => {
		const trap = {
			get text(): string {
				throw new Error('123456');
			},
			ok: 1,
		};
		expect(
			deep({
				bytes: Buffer.from('123456'),
				date: new Date('2026-03-10T08:20:15.000Z'),
				never: new Date(NaN),
				call: () => 1,
				symbol: Symbol('123456'),
				trap,
				proxy: Proxy.revocable({}, {}).proxy,
				list: [undefined],
			}),
		).toEqual({
			bytes: '[6 bytes]',
			date: '2026-03-10T08:20:15.000Z',
			never: null,
			trap: { text: '[unreadable]', ok: 1 },
			proxy: {},
			list: [undefined],
		});
	});

	test('a key named __proto__ stays a key', () => {
		const copy = deep(JSON.parse('{"__proto__":{"isAdmin":true}}')) as Record<string, unknown>;
		expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
		expect(Object.keys(copy)).toEqual(['__proto__']);
	});
});
