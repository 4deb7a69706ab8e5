import { composed } from './compositionSamples';
import { WARNING_SAMPLES } from './warningSamples';

const codesOf = ({ text, fields }: (typeof WARNING_SAMPLES)[number]): string[] =>
	composed({ text, ...fields }).warnings.map(({ code }) => code);

describe('of 60 SMS', () => {
	it.each(WARNING_SAMPLES.map((sample, index) => ({ ...sample, index })))(
		'number $index gives $warnings',
		(sample) => {
			expect(codesOf(sample)).toEqual(sample.warnings);
		},
	);

	it('those that cost one SMS and are sent as written give no warning about their text', () => {
		expect(WARNING_SAMPLES).toHaveLength(60);
		const ofText = ['COSTLY_LETTERS', 'SEVERAL_PARTS', 'STOP_MENTION', 'CHARACTERS_REMOVED'];
		const cheap = WARNING_SAMPLES.filter(({ text, fields }) => {
			const { count, changes } = composed({ text, ...fields });
			return count.segments === 1 && changes.length === 0;
		});
		expect(cheap.length).toBeGreaterThan(30);
		expect(cheap.filter((sample) => codesOf(sample).some((c) => ofText.includes(c)))).toEqual([]);
	});
});
