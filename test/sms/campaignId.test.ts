import { checkCampaignId } from '../../nodes/CapitoleMobile/sms/shortFields';
import { expectNeverCut, refusalOf } from './refusal';

describe('a campaign ID', () => {
	it.each<[unknown, string]>([
		[undefined, ''],
		[null, ''],
		['', ''],
		['  ', ''],
		['123456', '123456'],
		[123456, '123456'],
		[0, '0'],
		[9999999999, '9999999999'],
		[42n, '42'],
		['PROMO_2026', 'PROMO_2026'],
		[' SOLDES ', 'SOLDES'],
		['Été', 'Été'],
		['E\u0301te\u0301', 'Été'],
	])('%p is %j', (given, id) => {
		expect(checkCampaignId(given)).toBe(id);
	});

	it.each<[string, unknown, RegExp, RegExp]>([
		['of 11 characters', 'PROMO_20261', /11 characters; at most 10/, /from 11 to 10/],
		['of 11 digits', 33611223344, /11 characters; at most 10/, /from 11 to 10/],
		['with a dash', 'promo-10', /“-”/, /promo_10/],
		['with a dash and too long', 'soldes-d-hiver-2026', /“-”/, /10 characters at most/],
		['a date', '2026-03-10', /“-”/, /20260310/],
		['a date and time', '2026-03-10T09:00:00.000Z', /“-”/, /20260310/],
		['a UUID', '7d444840-9dc0-11d1-b245-5ffdce74fad2', /“-”/, /UUID is too long/],
		['a negative number', -5, /“-5” has a “-”/, /_5/],
		['with a dash that is not one', 'promo–10', /“–” \(U\+2013\)/, /Remove it/],
		['with an emoji', 'promo🎉', /“🎉” \(U\+1F389\) at position 6/, /Remove it/],
		['with a tab', 'a\tb', /invisible character \(U\+0009\)/, /Remove it/],
		['1e21', 1e21, /1e\+21/, /as text/],
		['a decimal number', 12.5, /12\.5/, /as text/],
		['no number', Number.NaN, /NaN/, /as text/],
		['a list', [1], /a list/, /one text/],
		['a date object', new Date(0), /object/, /one text/],
		['false', false, /boolean/, /one text/],
	])('%s is refused', (_what, id, message, remedy) => {
		const refusal = refusalOf(() => checkCampaignId(id));
		expect(refusal.field).toBe('id');
		expect(refusal.message).toMatch(message);
		expect(refusal.remedy).toMatch(remedy);
	});

	it('is never cut: it comes back whole, without "-", at most 10 characters long, or is refused by name', () => {
		expectNeverCut('id', checkCampaignId, /^[^-]{0,10}$/);
	});
});
