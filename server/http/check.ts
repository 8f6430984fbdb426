/**
 * The page to which a paper's QR code leads: whether the paper exists, who approved it when, whether it is in force. Without the app, a
 * session, a cookie or a script; without names and contents (domain.md L4).
 */
import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { parseAccept } from 'hono/utils/accept'
import type { IsoDate } from '#domain/calendar.ts'
import { paperNames } from '#domain/papers/kinds.ts'
import type { PublicKind, PublicStatus } from '#domain/papers/public-paper.ts'
import { type FoundPaper, findPublicPaper } from '../programs/public-papers.ts'
import type { ApiContext, ApiOptions } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { limitBeginnings } from './serve/guards.ts'

export function addCheck(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options
	const wait = limitBeginnings(options)

	serve('GET /api/check/:entryId', { isPublic: true }, async ({ context, params }) => {
		const words = prefersEnglish(context.req.header('accept-language')) ? english : russian
		const waitSeconds = wait(context)
		if (waitSeconds > 0) {
			context.header('retry-after', String(waitSeconds))
			return answerPage(context, words, 429, html`<h1>${words.tooMany}</h1>`)
		}
		const paper = await findPublicPaper(registry, params.entryId, now())
		if (paper === null) {
			return answerPage(
				context,
				words,
				404,
				html`<h1>${words.unknown}</h1>
					<p>${words.unknownHint}</p>`
			)
		}
		return answerPage(context, words, 200, describePaper(paper, words))
	})
}

interface Words {
	lang: 'ru' | 'en'
	title: string
	kinds: Readonly<Record<PublicKind, string>>
	statuses: Readonly<Record<PublicStatus, string>>
	approved: string
	underCode: string
	period: string
	until: (on: string) => string
	edition: (number: number, digits: string) => string
	registration: string
	registered: (number: string, on: string) => string
	unchanged: string
	unknown: string
	unknownHint: string
	tooMany: string
}

const russian: Words = {
	lang: 'ru',
	title: 'Проверка документа',
	kinds: { ...paperNames, report: 'Отчёт наставника', 'stage-result': 'Результат этапа' },
	statuses: {
		'in-force': 'Действует',
		replaced: 'Не действует: заменён новым',
		ended: 'Действие закончилось',
		submitted: 'Сдан, ещё не принят',
		accepted: 'Принят',
		returned: 'Возвращён на доработку'
	},
	approved: 'Утверждение',
	underCode: 'Под кодом на документе',
	period: 'Отчётный период',
	until: (on) => `по ${on}`,
	edition: (number, digits) => `Редакция ${number}, ${digits}`,
	registration: 'Регистрация',
	registered: (number, on) => `№\u00a0${number} от ${on}`,
	unchanged: 'Запись о документе есть в системе «Тандем» и не изменялась.',
	unknown: 'Такого документа здесь нет',
	unknownHint: 'Документ не утверждён, удалён или выдан не этой системой.',
	tooMany: 'Слишком много запросов. Повторите через минуту'
}

const english: Words = {
	lang: 'en',
	title: 'Check of a document',
	kinds: {
		program: 'Personalised mentoring programme',
		report: 'Mentor’s report',
		'stage-result': 'Result of a stage',
		'order-pairs': 'Order on mentoring pairs',
		'order-release': 'Order on a mentor’s release',
		'order-replace': 'Order on a mentor’s replacement',
		'order-extend': 'Order on an extension of the programme',
		'order-change': 'Order on a change of the programme',
		'order-join': 'Order on joining a mentoring group',
		'order-leave': 'Order on leaving a mentoring group',
		'order-closure': 'Order on the end of the programme'
	},
	statuses: {
		'in-force': 'In force',
		replaced: 'Not in force: replaced by a newer one',
		ended: 'No longer in force',
		submitted: 'Submitted, not accepted yet',
		accepted: 'Accepted',
		returned: 'Returned for rework'
	},
	approved: 'Approval',
	underCode: 'Under the code on the document',
	period: 'Period',
	until: (on) => `until ${on}`,
	edition: (number, digits) => `Edition ${number}, ${digits}`,
	registration: 'Registration',
	registered: (number, on) => `No. ${number} of ${on}`,
	unchanged: 'Tandem has a record of this document, and it was not changed.',
	unknown: 'There is no such document here',
	unknownHint: 'It is not approved, was deleted, or was issued elsewhere.',
	tooMany: 'Too many requests. Try again in a minute'
}

const day = (on: IsoDate, { lang }: Words) =>
	new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(on)).replaceAll(' ', '\u00a0')

/** Titles and the municipality's name are Russian in every language of the page. */
function describePaper(
	{ kind, municipality, status, since, edition, registered, until, approvals }: FoundPaper,
	words: Words
) {
	const isGood = status === 'in-force' || status === 'accepted'
	return html`<p lang="ru">${municipality}</p>
		<h1>${words.kinds[kind]}</h1>
		<p class="${isGood ? 'status good' : 'status'}">
			<strong>${words.statuses[status]}</strong>${since === null ? '' : html`<br />${day(since, words)}`}
		</p>
		<p>${words.unchanged}</p>
		<dl>
			${
				registered === null
					? ''
					: html`<dt>${words.registration}</dt>
							<dd>${words.registered(registered.number, day(registered.on, words))}</dd>`
			}
			${
				until === null
					? ''
					: html`<dt>${words.period}</dt>
							<dd>${words.until(day(until, words))}</dd>`
			}
			${
				approvals.length === 0
					? ''
					: html`<dt>${words.approved}</dt>
							${approvals.map(({ title, on }) => html`<dd><span lang="ru">${title}</span> — ${day(on, words)}</dd>`)}`
			}
			${
				edition === null
					? ''
					: html`<dt>${words.underCode}</dt>
							<dd>${words.edition(edition.number, edition.digits)}</dd>`
			}
		</dl>`
}

const style = `:root{color-scheme:light dark}
body{max-width:34rem;margin:0 auto;padding:24px 16px;font:1.0625rem/1.45 system-ui,sans-serif;overflow-wrap:break-word}
h1{margin:0 0 16px;font-size:1.5rem;line-height:1.25}
.status{margin:16px 0;padding:12px 16px;border:2px solid #b45309;border-radius:12px}
.good{border-color:#15803d}
dt{margin-top:16px;font-weight:600}
dd{margin:4px 0 0}`

/** Only this style may apply; nothing else may run or load. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

async function answerPage(
	context: ApiContext,
	{ lang, title }: Words,
	status: 200 | 404 | 429,
	main: ReturnType<typeof html>
): Promise<Response> {
	context.header('content-security-policy', POLICY)
	context.header('x-robots-tag', 'noindex, nofollow')
	context.header('vary', 'accept-language')
	const page = html`<!doctype html>
		<html lang="${lang}">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="robots" content="noindex" />
				<title>${title} — Тандем</title>
				${raw(`<style>${style}</style>`)}
			</head>
			<body>
				<main>${main}</main>
			</body>
		</html>`
	return context.html(page, status)
}

/** Russian unless English comes before it in what the browser asks for. */
function prefersEnglish(accepted = ''): boolean {
	const asked = parseAccept(accepted).sort((one, other) => other.q - one.q)
	return (
		asked
			.find(({ type }) => /^(en|ru)\b/i.test(type))
			?.type.toLowerCase()
			.startsWith('en') === true
	)
}
