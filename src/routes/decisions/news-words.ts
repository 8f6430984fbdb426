/** What others have answered, in words. */
import type { News } from '#domain/ledger/chronicle.ts'
import { aboutText } from '#lib/ui/about-text.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

type Declined = Extract<News, { type: 'declined' }>

/** `text`: the answer; `detail`: what it answers, or why. */
export function newsWords(news: News): { text: string; detail: string } {
	switch (news.type) {
		case 'consultation-taken':
			return { text: m.consultation_said_take({ day: formatDay(news.on) }), detail: news.about }
		case 'consultation-referred': {
			const name = news.consultant || m.consultation_somebody()
			const text =
				news.on === null
					? m.consultation_said_refer({ name })
					: m.consultation_referred_on({ name, day: formatDay(news.on) })
			return { text, detail: news.about }
		}
		case 'declined':
			return {
				text: declinedWords[news.matter](),
				detail: aboutText([news.by, m.decision_declined_because({ ground: news.ground })])
			}
	}
}

const declinedWords: Record<Declined['matter'], () => string> = {
	extend: m.news_declined_extend,
	change: m.news_declined_change,
	release: m.news_declined_release,
	replace: m.news_declined_replace,
	leave: m.news_declined_leave,
	join: m.news_declined_join,
	edition: m.news_declined_edition,
	closure: m.news_declined_closure
}
