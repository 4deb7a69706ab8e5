/** Words that ask for no more SMS, whatever stands around them. Lower case, no accents. */
export const OPT_OUT_WORDS: readonly string[] = [
	// The provider's word, and Twilio's default list as far as it is unmistakable.
	...['stop', 'stopall', 'unsubscribe', 'unsub', 'optout', 'opt out'],
	// French lists, with the inflections people type.
	...['arret', 'arrete', 'arreter', 'arretez', 'arretes'],
	...['desinscription', 'desinscrire', 'desinscris', 'desinscrit', 'desinscrivez'],
	...['desabonnement', 'desabonner', 'desabonne', 'desabonnez', 'desabo'],
	// Slips seen on small keyboards.
	...['st0p', 'sotp', 'stopo', 'stpo', 'arrett', 'arreet', 'unsuscribe', 'unsubcribe'],
];

/**
 * The rest of Twilio's list: everyday words, so only a courtesy or the thing itself may stand beside
 * them ("cancel please", "end sms"), or an appointment would be cancelled into an opt-out.
 */
export const EVERYDAY_OPT_OUT_WORDS: readonly string[] = ['end', 'quit', 'cancel', 'revoke'];

/** What may stand beside any opt-out word: courtesies, and the thing itself. */
export const COURTESY_FILLERS: readonly string[] = [
	...['sms', 'texto', 'textos', 'text', 'texts', 'message', 'messages', 'msg', 'msgs', 'mms'],
	...['pub', 'pubs', 'publicite', 'publicites', 'promo', 'promos', 'spam', 'spams', 'marketing'],
	...['merci', 'mrc', 'svp', 'stp', 'plait', 'please', 'pls', 'plz', 'thanks', 'thank', 'thx'],
];

/** What may stand beside an unmistakable opt-out word. */
export const FILLERS: readonly string[] = [
	...COURTESY_FILLERS,
	...['bonjour', 'bonsoir', 'salut', 'hello', 'hi', 'cordialement', 'bonne', 'journee'],
	...['d', 'avance', 'beaucoup', 'bien', 'vouloir', 'veuillez', 'you', 'very', 'much', 'so'],
	...['s', 'il', 'vous', 'te', 'a', 'au', 'aux', 'la', 'le', 'les', 'l', 'de', 'des', 'du', 'vos'],
	...['votre', 'ces', 'cette', 'ce', 'ca', 'cela', 'mon', 'ma', 'me', 'm', 'moi', 'numero', 'tel'],
	...['tout', 'tous', 'toute', 'toutes', 'et', 'par', 'pour', 'envoi', 'envois', 'envoyer'],
	...['maintenant', 'immediatement', 'definitivement', 'immediat', 'definitif', 'demande'],
	...['campagne', 'campagnes', 'commercial', 'commerciaux', 'publicitaire', 'publicitaires'],
	...['liste', 'newsletter', 'sending', 'send', 'texting', 'messaging', 'contacting', 'spamming'],
	...['it', 'this', 'these', 'your', 'my', 'number', 'from', 'to', 'now', 'all', 'and', 'list'],
	...['immediately', 'harceler', 'harcelement', 'spammer'],
];

/** Starts of words and turns of phrase that may well mean an opt-out: someone should look. */
export const OPT_OUT_HINTS: readonly RegExp[] = [
	/\b(stop|desinscri|desabonn|unsubscri)/,
	/\bne (\w{2,12} )?(plus|pas|jamais) .{0,30}\b(recevoir|envoyer|contacter|deranger|solliciter|embeter)\b/,
	/\b(ne|n|me|m) .{0,20}\b(envoyez|envoie|contactez|derangez|sollicitez|ecrivez|embetez) (plus|pas|jamais)\b/,
	/\bplus (de |d |aucun |aucune |jamais de )(vos )?(sms|messages?|textos?|pubs?|publicites?)\b/,
	/\b(retirer?|retirez|supprimer?|supprimez|enlever?|enlevez|radier|radiez|effacer?|effacez) .{0,30}\b(moi|numero|listes?|fichiers?|coordonnees|contacts?)\b/,
	/\b(me|m|mon numero|mes coordonnees) (de )?(retirer|supprimer|enlever|radier|effacer)\b/,
	/\b(remove|delete|take) (me|my)\b/,
	/\b(no more|do not|dont|don t|never) .{0,20}\b(texts?|messages?|sms|contact|send)\b/,
	/\b(leave me alone|laissez moi tranquille|foutez moi la paix)\b/,
];

/** No opt-out, though written with such a word. */
export const NOT_OPT_OUT = /\bweek ends?\b/g;
