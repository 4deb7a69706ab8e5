import { isPrivateLink, withLink, withoutLink } from '../../../nodes/CapitoleMobile/sms/ask/link';

const LINK = 'https://n8n.example.fr/webhook-waiting/1/ab?signature=$&12';

it.each([
	['Oui ?', `Oui ? ${LINK}`, 'Oui ?'],
	['Oui ? \n', `Oui ? ${LINK}`, 'Oui ?'],
	['Répondez ici : {link}\nMerci', `Répondez ici : ${LINK}\nMerci`, 'Répondez ici :\nMerci'],
	['{link} {link}', `${LINK} ${LINK}`, ''],
])('the message %j becomes an SMS and a page', (message, sms, page) => {
	expect(withLink(message, LINK)).toBe(sms);
	expect(withoutLink(message)).toBe(page);
});

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
])('%s is private', (link) => {
	expect(isPrivateLink(link)).toBe(true);
});

it.each([
	'https://n8n.example.fr/',
	'https://172.32.0.1/',
	'https://11.0.0.1/',
	'https://[2001:db8::1]/',
	'https://localhost.example.fr/',
])('%s is not', (link) => {
	expect(isPrivateLink(link)).toBe(false);
});
