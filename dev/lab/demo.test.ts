import { resultIn } from './demo';

const RESULT = { data: { resultData: { runData: { Send: [{ note: '}\n{' }] } } } };
const PRINTED = JSON.stringify(RESULT, null, 2);

describe('the result of n8n execute', () => {
	test.each([
		['alone', PRINTED],
		['after other lines', `Task runner {"id": 1} is ready\n${PRINTED}\n`],
		['before other lines', `${PRINTED}\nStopping task runner\n{ "not": "it" }\n`],
	])('is found %s', (_where, printed) => {
		expect(resultIn(printed)).toEqual(RESULT);
	});

	test('is missed with what was printed instead', () => {
		expect(() => resultIn('No such workflow')).toThrow('n8n printed no result:\nNo such workflow');
	});
});
