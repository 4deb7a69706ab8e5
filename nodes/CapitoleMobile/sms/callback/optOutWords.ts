const wordList = (list: string): readonly string[] => list.trim().split(/\s+/);

/** Words that ask for no more SMS, whatever stands around them. All here is lower case, without accents. */
export const OPT_OUT_WORDS: readonly RegExp[] = [
	// The provider's word, its inflections, and slips seen on small keyboards.
	/^(stop(e[rsz]?|o|al)?|st0p|sotp|stpo|tsop)$/,
	// French lists. Not "arrêts": stops of a bus.
	/^ar(e|ai|ei)t(e[rsz]?|ent|ai[st]?)?$/,
	/^(desabo|unsub)$/,
];

/** Longer ones, plain through a slip, two of them in a long word. No letter stands twice in a row. */
export const LONG_OPT_OUT_WORDS = wordList(`
	areter aretez optout unsubscribe desinscription desinscrire desinscris desinscrit
	desinscrivez desabonement desaboner desabone desabonez
`);

export const OPT_OUT_PHRASES =
	'stop all,opt out,opt me out,opt us out,non merci stop,s top,st op,sto p'.split(',');

/**
 * Everyday words of Twilio's list: only a courtesy or the thing itself may stand beside them ("cancel
 * please", "end sms"), or an appointment would be cancelled into an opt-out.
 */
export const EVERYDAY_OPT_OUT_WORDS = wordList(`
	end quit cancel revoke remove
`);

/** What may stand beside any opt-out word: courtesies, and the thing itself. */
export const COURTESY_FILLERS = wordList(`
	sms texto textos text texts message messages msg msgs mms pub pubs publicite publicites
	promo promos spam spams marketing merci mrc svp stp plait please pls plz thanks thank thx
`);

/** What may stand beside an unmistakable opt-out word. */
export const FILLERS = [
	...COURTESY_FILLERS,
	...wordList(`
		bonjour bonsoir salut hello hi cordialement bonne journee monsieur madame ok okay oui yes
		bon alors donc allez suffit urgent d avance beaucoup bien vouloir veuillez you very much so
		vite s il sil vous vou te a au aux la le les l de des du vos votre ces cette ce ca cela mon
		ma me m moi numero tel tout tous toute toutes et par pour suite envoi envois envoyer
		menvoyer ecrire se contacter deranger embeter solliciter recevoir demarchage offre offres
		promotion promotions notification notifications mail mails email emails ads offers
		promotional maintenant immediatement definitivement immediat definitif demande campagne
		campagnes commercial commerciaux publicitaire publicitaires liste newsletter sending send
		texting messaging contacting spamming it this these your my number from to now all and list
		immediately harceler harcelement spammer right
	`),
];

/** Words a slip away from "stop" that are no slip. */
export const NEAR_STOP: readonly string[] = ['top', 'stp', 'shop', 'step', 'slop'];

/** Starts of words and turns of phrase that may well mean an opt-out: someone should look. */
export const OPT_OUT_HINTS: readonly RegExp[] = [
	/\b(stop|desinscri|desabonn|unsubscri|unscri|harcel|arret)/,
	/\b(cessez?|suffit|halte|basta|oubliez (moi|mon))\b|^plus rien\b/,
	/\bne (\w{2,12} )?(plus|pas|jamais) .{0,30}\b(recevoir|envoyer|contacter|deranger|solliciter|embeter)\b/,
	/\b(ne|n|me|m) .{0,20}\b(envoyez|envoie|contactez|derangez|sollicitez|ecrivez|embetez) (plus|pas|jamais)\b/,
	/\b(aucun|aucune|(plus|pas|marre) (de|d|aucun|aucune|jamais de|des)) (vos )?(sms|messages?|textos?|pubs?|publicites?|spams?)\b/,
	/\b(retirer?|retirez|supprimer?|supprimez|enlever?|enlevez|radier|radiez|effacer?|effacez) .{0,30}\b(moi|numero|listes?|fichiers?|coordonnees|contacts?)\b/,
	/\b(me|m|mon numero|mes coordonnees) (de )?(retirer|supprimer|enlever|radier|effacer)\b/,
	/\b(remove|delete|take) (me|my)\b|\b(loo?se|forget|erase) (my|this|the) (num|number|contact)\b/,
	/\b(no more|do not|dont|don t|never) .{0,20}\b(texts?|messages?|sms|contact|send)\b|\bno (texts?|messages?|sms|spam)\b/,
	/\bleave (me|us) alone\b|\b(laissez?|fichez?|foutez|fous|lachez?) (moi|nous) (tranquilles?|la paix|en paix)\b|\blachez? moi\b/,
	/\b(33700|cnil|rgpd|gdpr)\b/,
];

/** No opt-out, though written with such a word: a weekend, the stop of a bus, what stops by itself. */
export const NOT_OPT_OUT: readonly RegExp[] = [
	/\bweek ends?\b/g,
	/\b(l|cet|mon|ton|son|notre|votre|vos|les|des|du|numero d|liste d) arrets?\b/g,
	/\b[smt] ar+et+\w*/g,
	/\b(le|au|du|ce|un|a|the|my|this|your|bus|non|full|next) stops?\b/g,
];

/** One word that was typed as two. */
export const APART =
	/\b(un) (?=su[bs]\w{3})|\b(des) (?=abon+e(?:r|z|ment)\b|inscri(?:re|t|s|vez|ption)\b)/g;

/** Where such a quote begins without doubt: behind an emoji, or a phone's word for it. */
export const REACTION =
	/(?:\p{Extended_Pictographic}\uFE0F?\s*[“«]|(?:^|[\s:])(?:à|to|at|from|sur|aimé|adoré|(?:dis)?liked|loved|questioned|emphasi[sz]ed)[\s:]*.)$/iu;

/** An SMS in quotes, as in a phone's reaction: 👍 à « … STOP au 36105 ». Its end may be missing. */
export const QUOTED = /(?<!\p{L})[“„«"‘](?:.*[”»"’](?!\p{L})|.*$)/su;
