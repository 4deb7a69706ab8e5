import fc from 'fast-check';
import { BlockList, isIPv6 } from 'node:net';

import {
	isAllowedAddress,
	isNearHost,
	unreadableAddresses,
} from '../../nodes/CapitoleMobile/sms/addresses';

describe('isAllowedAddress', () => {
	test.each([
		['', '192.0.2.1', false],
		[' , ', '192.0.2.1', false],
		['192.0.2.1', '192.0.2.1', true],
		['192.0.2.1', '192.0.2.10', false],
		['192.0.2.1', '::ffff:192.0.2.1', true],
		['::ffff:192.0.2.1', '192.0.2.1', true],
		['192.0.2.0/24', '192.0.2.255', true],
		['192.0.2.0/24', '192.0.3.0', false],
		['192.0.2.77/24', '192.0.2.1', true],
		['0.0.0.0/0', '2001:db8::1', false],
		['2001:db8::/32', '2001:db8:ffff::1', true],
		['fe80::1', 'fe80::1%eth0', true],
		['::1', '127.0.0.1', false],
		['192.0.2.1', undefined, false],
		['192.0.2.1', '', false],
		['192.0.2.1', '192.0.2.1, 10.0.0.1', false],
		['192.0.2.300', '192.0.2.300', false],
		['192.0.2.0/33', '192.0.2.0', false],
	])('with the list %j, %s: %s', (list, address, allowed) => {
		expect(isAllowedAddress(list, address)).toBe(allowed);
	});

	test('agrees with Node’s BlockList on any address and range', () => {
		// Few distinct bytes, so that generated addresses fall into generated ranges.
		const byte = fc.constantFrom(0, 1, 2, 10, 127, 128, 192, 255);
		const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
		const group = fc.constantFrom('0', '1', 'ffff', '2001', 'db8', '8000');
		const ipv6 = fc.oneof(
			fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':')),
			fc
				.tuple(fc.array(group, { maxLength: 3 }), fc.array(group, { maxLength: 3 }))
				.map(([a, b]) => `${a.join(':')}::${b.join(':')}`),
			ipv4.map((address) => `2001:db8::${address}`),
		);
		const range = fc.oneof(
			fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })),
			fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })),
		);
		let inside = 0;
		fc.assert(
			fc.property(range, fc.oneof(ipv4, ipv6), ([network, prefix], address) => {
				// Some versions of Node exclude IPv4 addresses from an IPv6 range that includes the mapped ones.
				fc.pre(isIPv6(network) === isIPv6(address));
				const judge = new BlockList();
				judge.addSubnet(network, prefix, isIPv6(network) ? 'ipv6' : 'ipv4');
				const allowed = isAllowedAddress(`${network}/${prefix}`, address);
				expect(allowed).toBe(judge.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'));
				if (allowed) inside++;
			}),
			{ numRuns: 3_000 },
		);
		expect(inside).toBeGreaterThan(100);
	});
});

describe('unreadableAddresses', () => {
	test('names every entry that is neither an address nor a range', () => {
		expect(
			unreadableAddresses('192.0.2.1, 192.0.2, example.com 2001:db8::/129;::1/64/2,2001:db8::/48'),
		).toEqual(['192.0.2', 'example.com', '2001:db8::/129', '::1/64/2']);
		expect(unreadableAddresses('')).toEqual([]);
	});
});

it.each([
	'http://localhost:5678/',
	'http://127.0.0.1/',
	'http://[::1]:5678/',
	'http://10.1.2.3/',
	'http://172.31.255.1/',
	'http://192.168.1.20:5678/',
	'http://[fd12:3456::1]/',
	'http://[::ffff:192.168.1.2]/',
	'http://n8n:5678/',
	'http://n8n.internal/',
])('%s is on a private network', (link) => {
	expect(isNearHost(new URL(link))).toBe(true);
});

it.each([
	'https://n8n.example.fr/',
	'https://172.32.0.1/',
	'https://[2a01:e0a::1]/',
	'https://127.0.0.1.example.fr/',
])('%s is public', (link) => {
	expect(isNearHost(new URL(link))).toBe(false);
});
