/** An invented programme with every kind of decision. It shows a curator what a template looks like on paper. */
import { emptyLedger, type RaisedDecision, type Speaker } from '../ledger/ledger.ts'
import type { Decision } from '../ledger/statement.ts'
import { isEmployed } from '../regulation/labour-law.ts'
import type { Regulation } from '../regulation/schema.ts'
import type { OwnForms } from './decline-name.ts'
import type { PaperFacts, Requisites } from './facts.ts'
import type { TemplateKind } from './kinds.ts'
import type { PaperChoice } from './make-paper.ts'

const mentor: Speaker = { personId: 'mentor', name: 'Ковалёв Виктор Андреевич', role: 'mentor' }
const mentee: Speaker = { personId: 'mentee', name: 'Лаптева Ирина Сергеевна', role: 'mentee' }
const other: Speaker = { personId: 'other', name: 'Новикова Дарья Павловна', role: 'mentee' }
const curator: Speaker = { personId: 'curator', name: 'Воронцова Елена Михайловна', role: 'curator' }
const head: Speaker = { personId: 'head', name: 'Зимин Аркадий Львович', role: 'head' }

const ground = 'Изменился состав управленческой команды, и для намеченных мероприятий нужно больше времени'

const decisions: Readonly<Record<Exclude<Decision['type'], 'edition'>, Decision>> = {
	order: {
		type: 'order',
		proposalId: 'proposal',
		startsOn: '2026-09-15',
		termMonths: 24,
		pay: 'Увеличение годового премиального фонда наставника на 3 оклада'
	},
	extend: { type: 'extend', termMonths: 30, ground },
	change: { type: 'change', what: 'Вторая стажировка проводится в Лицее № 2', forms: ['virtual'], ground },
	release: { type: 'release', mentorId: 'mentor', ground: 'Перехожу на другую работу' },
	replace: { type: 'replace', mentorId: 'mentor', ground: 'Запрос изменился, нужен опыт в другой области' },
	join: { type: 'join', menteeId: 'other', mainRequest: 'Как выстроить работу заместителей' },
	leave: { type: 'leave', menteeId: 'other', forms: ['traditional'], ground: 'Перехожу на другую работу' },
	closure: {
		type: 'closure',
		reasonId: 'fulfilled',
		ground: null,
		lastDay: null,
		conclusion: 'План мероприятий выполнен полностью, затруднения преодолены'
	}
}

/** The subject of each template in this programme. */
const subjects: Readonly<Record<TemplateKind, string>> = {
	'order-pairs': 'order',
	agreement: 'leave:mentor',
	'petition-release': 'release',
	'petition-replace': 'replace',
	'petition-extend': 'extend',
	'petition-change': 'change',
	'petition-leave': 'leave',
	'order-release': 'release',
	'order-replace': 'replace',
	'order-extend': 'extend',
	'order-change': 'change',
	'order-join': 'join',
	'order-leave': 'leave',
	notice: 'notice',
	statement: 'statement',
	'order-closure': 'closure',
	feedback: 'feedback',
	diploma: 'mentor',
	letter: 'mentor'
}

export function demonstrationChoice(kind: TemplateKind): PaperChoice {
	return { kind, subjectId: subjects[kind] }
}

/** `ownForms`: of the municipality. */
export function demonstrationFacts(
	regulation: Regulation,
	requisites: Requisites,
	origin: string,
	ownForms: readonly OwnForms[] = []
): PaperFacts {
	// Notices and agreements need an employment contract.
	const relation = regulation.relations.value.find(isEmployed) ?? 'head-head'
	return {
		today: '2026-09-15',
		timeZone: 'Asia/Tomsk',
		origin,
		ownForms,
		requisites,
		templates: {},
		settings: {},
		regulation,
		organisationKinds: [],
		ledger: {
			...emptyLedger('demonstration'),
			phase: 'active',
			request: {
				type: 'request',
				id: 'request',
				menteeIds: ['mentee'],
				regulationId: regulation.id,
				categoryId: '',
				mainRequest: 'Как выстроить команду школы',
				difficulties: [],
				forms: []
			},
			proposal: {
				type: 'propose',
				insteadOf: null,
				id: 'proposal',
				on: '2026-09-01',
				mentorIds: ['mentor'],
				title: 'Первый год директора',
				relation,
				forms: ['traditional'],
				refusal: null
			},
			title: 'Первый год директора',
			forms: ['traditional'],
			relation,
			term: { startsOn: '2026-09-15', months: 24 },
			members: [
				{ personId: 'mentor', role: 'mentor', from: '2026-09-15', until: null, isSuspended: false },
				{ personId: 'mentee', role: 'mentee', from: '2026-09-15', until: null, isSuspended: false }
			],
			matters: [...Object.values(decisions).map(raise), notice, departure],
			feedback: [
				{
					id: 'feedback',
					by: mentee,
					at: '2026-09-15T03:00:00.000Z',
					achieved: 'Команда завучей работает по общему плану',
					notAchieved: 'Сайт школы ещё не обновлён',
					helped: 'Стажировка в лицее наставника'
				}
			],
			registrations: [{ matterId: 'order', number: '12-к', on: '2026-09-14' }],
			acquaintances: [{ matterId: 'order', personId: 'mentor', at: '2026-09-14T04:20:00.000Z' }]
		},
		people: [
			{ ...named(mentor), post: 'Директор', organisation: 'Лицей № 2' },
			{ ...named(mentee), post: 'Директор', organisation: 'МАОУ СОШ № 14' },
			{ ...named(other), post: 'Заместитель директора', organisation: 'МАОУ СОШ № 14' },
			{ ...named(curator), post: 'Методист', organisation: '' },
			{ ...named(head), post: 'Начальник', organisation: '' }
		],
		curatorId: 'curator',
		headId: 'head',
		consents: [],
		entries: [],
		representatives: {},
		reader: { personId: 'curator', isStaff: true }
	}
}

/** A notice by the mentor. It needs no signatures of staff. */
const notice: RaisedDecision = {
	...raise({
		type: 'closure',
		reasonId: 'early-refusal',
		ground: 'Переезжаю в другой город',
		lastDay: '2026-09-17',
		conclusion: 'Половина плана выполнена'
	}),
	id: 'notice',
	raisedBy: mentor,
	signatures: []
}

const departure: RaisedDecision = { ...notice, id: 'statement', raisedBy: mentee }

function raise(decision: Decision): RaisedDecision {
	const asker = decision.type === 'leave' ? other : mentee
	const signers = [mentor, asker, curator, head]
	// The mentor is released only after the work has begun.
	const day = decision.type === 'release' || decision.type === 'replace' ? '2026-09-15' : '2026-09-14'
	return {
		id: decision.type,
		matter: decision,
		raisedBy:
			decision.type === 'release' ? mentor : decision.type === 'replace' || decision.type === 'leave' ? asker : curator,
		raisedAt: `${day}T03:00:00.000Z`,
		signatures: signers.map((by, index) => ({ by, at: `${day}T03:${10 + index}:00.000Z` })),
		signatories: signers.map(({ role }) => role),
		outcome: 'in-force',
		ground: null,
		settledOn: day
	}
}

function named({ personId, name }: Speaker) {
	const [familyName = '', givenName = '', patronymic = ''] = name.split(' ')
	return { id: personId, familyName, givenName, patronymic }
}
