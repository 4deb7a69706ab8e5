import type { ANSWER_LAYOUTS } from './answer';
import { send } from './posting';
import { emulatorForTests } from './forTests';

const emulator = emulatorForTests({ credits: 10 });

const MIXED = { sender: 'abcdefghijkl', recipients: ['33611223344', '12', '13', '33622334455'] };

test.each<[keyof typeof ANSWER_LAYOUTS, string]>([
	['lines', '12_IS_INVALID\n13_IS_INVALID\nTOO_LONG_SENDER\nSENDING_OK;8'],
	['lineBreakTags', '12_IS_INVALID<br>13_IS_INVALID<br>TOO_LONG_SENDER<br>SENDING_OK;8'],
	['oneLine', '12_IS_INVALID 13_IS_INVALID TOO_LONG_SENDER SENDING_OK;8'],
	['successFirst', 'SENDING_OK;8\nTOO_LONG_SENDER\n12_IS_INVALID\n13_IS_INVALID'],
	['refusalsOnly', '12_IS_INVALID\n13_IS_INVALID'],
])('several codes laid out as %s', async (partialAnswer, answer) => {
	emulator.configure({ partialAnswer });
	expect(await send(emulator.sendUrl, MIXED)).toBe(answer);
	expect(emulator.messages.map(({ number }) => number)).toEqual(['33611223344', '33622334455']);
});

test('a layout of the test itself', async () => {
	emulator.configure({ partialAnswer: ({ ok, warning }) => `${warning};${ok}` });
	expect(await send(emulator.sendUrl, MIXED)).toBe('TOO_LONG_SENDER;SENDING_OK;8');
});

test('all or nothing: one refused number keeps the others from being sent', async () => {
	emulator.configure({ isAllOrNothing: true });
	expect(await send(emulator.sendUrl, MIXED)).toBe('12_IS_INVALID\n13_IS_INVALID');
	expect(emulator.messages).toEqual([]);
	expect(emulator.credits).toBe(10);
});

test('the balance follows the codes it is told to follow', async () => {
	emulator.configure({ balanceFollows: ['_IS_REFUSED', 'AUTH_FAILED', 'TOO_LONG_SENDER'] });
	expect(await send(emulator.sendUrl, { recipients: ['12'] })).toBe('12_IS_INVALID;10');
	expect(await send(emulator.sendUrl, { password: 'x' })).toBe('AUTH_FAILED;10');
	expect(await send(emulator.sendUrl, { sender: 'abcdefghijkl' })).toBe(
		'TOO_LONG_SENDER;9\nSENDING_OK',
	);
});
