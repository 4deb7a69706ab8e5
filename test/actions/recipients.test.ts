import { emulatorForTests } from '../../dev/emulator/forTests';
import { deduplicator, execute, itemsOf } from '../engine/engine';
import { PHONE_NUMBER_SAMPLES } from '../sms/recipients/phoneNumberSamples';

jest.setTimeout(60_000);

const emulator = emulatorForTests();
afterEach(async () => await deduplicator.clearAllProcessedItems());

const sentTo = (): string[] => emulator.messages.map(({ number }) => number);
const written = (about: RegExp) =>
	PHONE_NUMBER_SAMPLES.filter((sample) => about.test(sample.about) && /^\d+$/.test(sample.read));

it('Send reads every spelling and sends to no other number', async () => {
	const samples = written(/(?:)/).filter(({ written: text }) => !/\t/.test(String(text)));
	const ended = await execute(emulator, {
		items: samples.map(({ written: to }, item) => ({ to, item })),
		parameters: {
			recipients: '={{ $json.to }}',
			text: '=Bonjour {{ $json.item }}',
			options: { parallelRequests: 1 },
		},
	});
	expect(ended.error).toBeNull();
	expect(sentTo()).toEqual(samples.map(({ read }) => read));
	expect(itemsOf(ended).map(({ recipient }) => recipient)).toEqual(sentTo());
});

it('Do Not Contact and the blacklist exclude a number in every spelling', async () => {
	const listed = '+33 (0)692 12 34 56';
	const items = ['0692 12 34 56', '+33 692 12 34 56', 692123456].map((to) => ({ to }));
	const parameters = { recipients: '={{ $json.to }}', text: 'Bonjour' };
	const ended = await execute(emulator, {
		items,
		parameters: { ...parameters, options: { doNotContact: [listed] } },
	});
	expect(itemsOf(ended).map(({ code }) => code)).toEqual(items.map(() => 'DO_NOT_CONTACT'));
	expect(emulator.requests).toHaveLength(0);

	emulator.blacklist.add('262692123456');
	const { messages } = emulator;
	const refused = await execute(emulator, {
		items,
		parameters,
		settings: { onError: 'continueRegularOutput' },
	});
	expect(itemsOf(refused).map(({ code }) => code)).toEqual(items.map(() => 'IS_BLACKLISTED'));
	expect(messages).toEqual([]);
});
