import { isNearHost } from '../../nodes/CapitoleMobile/sms/addresses';

it.each([
	'http://localhost:5678/',
	'http://127.0.0.1/',
	'http://0.0.0.0/',
	'http://[::1]:5678/',
	'http://10.1.2.3/',
	'http://172.16.0.1/',
	'http://172.31.255.1/',
	'http://192.168.1.20:5678/',
	'http://169.254.1.1/',
	'http://[fd12:3456::1]/',
	'http://[fe80::1]/',
	'http://n8n:5678/',
	'http://nas.local/',
	'http://n8n.internal/',
])('%s is near', (link) => {
	expect(isNearHost(new URL(link))).toBe(true);
});

it.each([
	'https://n8n.example.fr/',
	'https://172.32.0.1/',
	'https://11.0.0.1/',
	'https://[2a01:e0a::1]/',
	'https://localhost.example.fr/',
])('%s is not', (link) => {
	expect(isNearHost(new URL(link))).toBe(false);
});
