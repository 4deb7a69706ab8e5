import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { CapitoleSms } from '../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';

const { description } = new CapitoleSms();
const { properties } = description;
const node = { typeVersion: 1 } as INode;

/** The parameters that n8n keeps: it deletes those of hidden fields, and saves no defaults. */
const kept = (values: INodeParameters, withDefaults = true): INodeParameters =>
	NodeHelpers.getNodeParameters(properties, values, withDefaults, false, node, description) ?? {};
const saved = (values: INodeParameters): INodeParameters => kept(values, false);

const shown = (values: INodeParameters, type: string): INodeProperties[] =>
	properties.filter(
		(property) =>
			property.type === type &&
			NodeHelpers.displayParameter(kept(values), property, node, description),
	);
const notices = (values: INodeParameters): string[] =>
	shown(values, 'notice').map(({ name }) => name);

const WINDOW = {
	window: { days: 'everyDay', hours: '9-19', outside: 'postpone', publicHolidays: true },
};
const SHARED = {
	...{ resource: 'sms', recipients: '0639980000', sender: 'Ma Marque', route: 'M', long: true },
	safeguards: { checkCredits: true, maxSms: 40, idempotencyKey: 'a', sendingWindow: WINDOW },
	options: { combineItems: true, costlyLetters: 'keep', limitWaitTime: {}, spreadOver: 30 },
};

test('a new node is an SMS to send, as a notification', () => {
	expect(kept({})).toMatchObject({ resource: 'sms', operation: 'send', route: 'N', long: false });
});

test.each(['preview', 'testRequest', 'sendAndWait'])(
	'nothing is lost by a look at %s and at the other route',
	(operation) => {
		const own = operation === 'sendAndWait' ? {} : { text: 'Bonjour', prog: '', id: 'ETE26' };
		const before = kept({ ...SHARED, ...own, operation: 'send' });
		expect(before).toMatchObject({ ...SHARED, ...own });
		const there = saved({ ...saved(before), operation });
		const otherRoute = saved({ ...there, route: 'N' });
		expect(kept({ ...otherRoute, route: 'M', operation: 'send' })).toEqual(before);
	},
);

test('a pasted column of recipients keeps its lines', () => {
	const [recipients] = shown({}, 'string').filter(({ name }) => name === 'recipients');
	expect(recipients?.typeOptions?.rows).toBeGreaterThan(1);
});

test.each<[INodeParameters, string[]]>([
	[{}, []],
	[{ sender: 'Ma Marque' }, ['senderNotice']],
	[{ route: 'M' }, ['routeNotice']],
	[{ route: 'M', safeguards: { sendingWindow: WINDOW } }, ['routeWindowNotice']],
	[{ safeguards: { sendingWindow: WINDOW } }, []],
])('with %j the notices are %j', (values, names) => {
	expect(notices(values)).toEqual(names);
});

test.each([
	['send', 'Send SMS'],
	['preview', 'Preview SMS'],
	['testRequest', 'Test request'],
	['sendAndWait', 'Ask by SMS'],
	['getBalance', 'Get balance'],
])('the line under a node that does %s is %s', (operation, line) => {
	expect(description.subtitle).toContain(`${operation}: "${line}"`);
});
