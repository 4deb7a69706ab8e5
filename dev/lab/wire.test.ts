import { maskPassword } from './wire';

const PASSWORD = 'S3cret-é&<pass>';

describe('maskPassword', () => {
	test.each([
		['percent-escaped', encodeURIComponent(`<password>${PASSWORD}</password>`)],
		['in lower-case escapes', encodeURIComponent(`<password>${PASSWORD}</password>`).toLowerCase()],
		['not escaped at all', '<password>plain words</password>'],
		['over several lines', '<password>plain\nwords</password>'],
	])('takes out a password that is %s, and leaves its element', (_, body) => {
		const masked = maskPassword(`XML=before${body}after`);
		expect(masked).toMatch(/^XML=before.{10,14}\*{5}.{11,17}after$/);
		expect(masked).not.toMatch(/s3cret|plain/i);
	});

	test('leaves a body without a password as it is', () => {
		expect(maskPassword('XML=%3CSMS%3E')).toBe('XML=%3CSMS%3E');
	});
});
