/**
 * What people may state under a regulation, valid or not, knowing the present ledger. Drawn one after the other, they make lives of
 * programmes that nobody would think of.
 */
import { consultationWaitsFor } from '#domain/ledger/statements/consultation.ts'
import type { Ledger, Speaker } from '#domain/ledger/ledger.ts'
import { missingSigners } from '#domain/ledger/signing.ts'
import type { Decision, Statement } from '#domain/ledger/statement.ts'
import {
	arkady,
	consentOf,
	darya,
	elena,
	HASH,
	irina,
	oleg,
	orderFor,
	proposal,
	raise,
	request,
	viktor,
	submitReport
} from '#domain/ledger/testing/story.ts'
import { isEmployed } from '#domain/regulation/labour-law.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { galina, type Council } from './council.ts'

export type Say = [Speaker, Statement]
/** `pick` chooses among what exists. */
export type Move = (ledger: Ledger, pick: number) => Say

const ground = 'По обстоятельствам'
/** The curator of another town may see nothing. */
const pyotr: Speaker = { personId: 'pyotr', name: 'Носов Пётр Ильич', role: 'curator' }
const everybody = [viktor, oleg, irina, darya, elena, galina, arkady, pyotr]

/** `planHash`: of the plan that can be submitted. */
export function movesUnder(regulation: Regulation, planHash: string): readonly Move[] {
	const { own, proposed } = wordsUnder(regulation)
	return [
		...often(2, (_, pick) => [one(everybody, pick), own]),
		() => [darya, { ...own, menteeIds: ['darya'] }],
		() => [elena, { ...own, menteeIds: ['irina', 'darya'] }],
		...often(2, (ledger, pick) => [
			one([elena, galina, elena, pyotr, arkady], pick),
			{ ...proposed, ...instead(ledger) }
		]),
		(ledger) => [galina, { ...proposed, ...instead(ledger), mentorIds: ['oleg'], title: 'Второй год' }],
		(ledger, pick) => [elena, { ...proposed, ...instead(ledger), forms: [one(regulation.forms.value, pick)] }],
		...often(2, (_, pick) => [one([irina, elena], pick), { type: 'withdraw-request', ground }]),
		...often(5, (_, pick) => [one(everybody, pick), consentOf(one(['duties', 'personal-data', 'publication'], pick))]),
		(_, pick) => [
			one(everybody, pick),
			{ type: 'withdraw-consent', kind: one(['duties', 'personal-data'], Math.floor(pick / 8)) }
		],
		...often(2, ({ consentWithdrawals: [open = { id: 'none', personId: 'irina' }] }, pick) => [
			elena,
			{
				type: 'settle-consent-withdrawal',
				withdrawalId: open.id,
				personId: open.personId,
				decision: one(['stopped', 'other-ground'], pick),
				ground
			}
		]),
		...often(2, (ledger, pick) => [one([elena, galina], pick), order(ledger, regulation)]),
		...often(4, (ledger, pick) => [
			one(everybody, pick),
			raise(decisionUnder(regulation, planHash, Math.floor(pick / 8)))
		]),
		...often(2, (_, pick) => [one([irina, viktor, elena], pick), raise({ type: 'edition', hash: planHash })]),
		...often(6, (ledger) => [nextSigner(ledger), { type: 'sign', matterId: openDecisionId(ledger) }]),
		(ledger, pick) => [one(everybody, pick), { type: 'sign', matterId: openDecisionId(ledger) }],
		(ledger, pick) => [
			elena,
			{
				type: 'present',
				matterId: openDecisionId(ledger),
				presentedOn: '2026-09-01',
				isPositive: pick % 3 > 0,
				conclusion: 'Обсудили'
			}
		],
		(ledger) => [nextSigner(ledger), { type: 'decline', matterId: openDecisionId(ledger), ground }],
		...often(2, (ledger, pick) => [
			one(everybody, pick),
			{ type: 'withdraw-matter', matterId: openDecisionId(ledger) }
		]),
		({ matters: decisions }, pick) => [
			one(everybody, pick),
			{ type: 'acquaint', matterId: decisions.at(0)?.id ?? 'none' }
		],
		(_, pick) => [one(everybody, pick), { type: 'remark', about: null, text: 'Прошу уточнить' }],
		({ remarks }, pick) => [
			one(everybody, pick),
			{ type: 'answer', remarkId: remarks.at(-1)?.id ?? 'none', text: 'Уточнили' }
		],
		...consultationMoves(regulation.consultations === null ? 1 : 3),
		(_, pick) => [
			one([viktor, oleg], pick),
			{ type: 'accept-activity', activityId: one(['a1-1', 'none'], pick), title: 'Встреча' }
		],
		...often(2, (_, pick) => [
			one([arkady, elena], pick),
			{ type: 'cancel-incentive', mentorId: 'viktor', groundIds: ['reports'], ground }
		]),
		...often(2, () => [arkady, { type: 'restore-incentive', mentorId: 'viktor', ground }]),
		(_, pick) => [
			one([viktor, oleg, elena], pick),
			{
				type: 'record-evidence',
				mentorId: 'viktor',
				evidence: { kind: 'material', title: 'Памятка', address: 'https://edu.example/memo' },
				on: '2026-09-01'
			}
		],
		...often(4, ({ reports }, pick) => [
			one([viktor, viktor, oleg, elena], pick),
			submitReport('2026-12-10', { insteadOf: reports.at(-1)?.id ?? null })
		]),
		...often(2, ({ reports }, pick) => [
			one([elena, viktor], pick),
			{ type: 'return-report', submissionId: reports.at(-1)?.id ?? 'none', remarks: 'Нет встреч' }
		]),
		...often(2, ({ reports }, pick) => [
			one([elena, arkady], pick),
			{ type: 'accept-report', submissionId: reports.at(-1)?.id ?? 'none' }
		]),
		({ evidence }, pick) => [
			one([viktor, elena], pick),
			{ type: 'withdraw-evidence', evidenceId: evidence.at(0)?.id ?? 'none' }
		],
		...often(2, (_: Ledger, pick: number): Say => [
			one([viktor, oleg, irina], pick),
			{
				type: 'involve-specialist',
				name: one(['Орлова Анна Игоревна', 'орлова  анна игоревна', 'Ким Павел Юрьевич'], Math.floor(pick / 3)),
				post: null,
				task: 'Разбор бюджета школы',
				activity: pick % 2 === 0 ? null : { id: 'a1-1', title: 'Встреча' },
				consentedOn: '2026-09-01'
			}
		]),
		({ specialists }, pick) => [
			one([viktor, elena, oleg, arkady], pick),
			{
				type: 'release-specialist',
				specialistId: specialists.at(-1)?.id ?? 'none',
				name: specialists.at(-1)?.name ?? 'Никто',
				ground: null
			}
		],
		({ matters: decisions }, pick) => [
			one([elena, arkady], pick),
			{ type: 'register', matterId: decisions.at(0)?.id ?? 'none', number: `${pick}-к`, on: '2026-09-15' }
		],
		(_, pick) => [one([elena, arkady], pick), { type: 'suspend', personId: one(everybody, pick).personId }],
		...often(2, ({ proposal: seen }, pick) => [
			one([viktor, irina, oleg], pick),
			{ type: 'refuse-proposal', proposalId: seen?.id ?? 'none', ground }
		]),
		...often(2, (ledger: Ledger) => [
			elena,
			{ type: 'reinstate', personId: ledger.members.find(({ isSuspended }) => isSuspended)?.personId ?? 'viktor' }
		]),
		...often(3, (_: Ledger, pick: number): Say => [
			one([irina, darya, viktor], pick),
			{ type: 'feedback', achieved: one(['План выполнен', null], pick), notAchieved: null, helped: 'Стажировка' }
		])
	]
}

function consultationMoves(times: number): Move[] {
	return [
		...often(times, (_, pick) => [
			one([irina, darya, viktor], pick),
			{ type: 'ask-consultation', about: one(['Урок', 'Мониторинг'], pick), mode: one(['in-person', 'remote'], pick) }
		]),
		...often(times, (ledger, pick) => [
			one([viktor, viktor, oleg], pick),
			{
				type: 'answer-consultation',
				consultationId: openConsultation(ledger, 'mentor'),
				answer: pick % 4 === 0 ? { kind: 'take', on: '2026-09-02', where: 'Школа' } : { kind: 'pass', ground }
			}
		]),
		...often(times, (ledger, pick) => [
			one([elena, galina, arkady], pick),
			{
				type: 'refer-consultation',
				consultationId: openConsultation(ledger, 'curator'),
				to:
					pick % 2 === 0
						? { kind: 'mentor', mentorId: one(['oleg', 'viktor'], Math.floor(pick / 2)) }
						: { kind: 'other', name: 'Методист' },
				on: null,
				words: 'Позвоните'
			}
		]),
		(ledger, pick) => [
			one([irina, darya], pick),
			{ type: 'withdraw-consultation', consultationId: openConsultation(ledger, 'mentor') }
		]
	]
}

/** Up to and including the head's signature, so that many of the later statements fall in an active programme. */
export async function beginUnder(council: Council, regulation: Regulation): Promise<void> {
	const { own, proposed } = wordsUnder(regulation)
	await council.sayAll([elena, own], [elena, proposed])
	const mentees = [irina, darya].filter(({ personId }) => own.menteeIds.includes(personId))
	for (const { kind, by } of regulation.consents) {
		for (const person of by === 'mentor' ? [viktor] : mentees) await council.sayAll([person, consentOf(kind)])
	}
	const decisionId = await council.sayAll([elena, order(await council.ledger(), regulation)])
	await council.sayAll([arkady, { type: 'sign', matterId: decisionId }])
}

/** The request and the proposal that fit the regulation. */
export function wordsUnder(regulation: Regulation) {
	const isTeam = regulation.mentee.value === 'team'
	return {
		own: {
			...request,
			menteeIds: isTeam ? ['irina', 'darya'] : ['irina'],
			regulationId: regulation.id,
			categoryId: regulation.categories[0]?.id ?? ''
		},
		proposed: {
			...proposal,
			relation: regulation.relations.value.find(isEmployed) ?? 'head-head',
			forms: [regulation.forms.value.find((form) => (form === 'group') === isTeam) ?? 'traditional']
		}
	}
}

/** As a curator states it who has seen the present proposal. */
function instead({ proposal: seen }: Ledger): { insteadOf: string | null } {
	return { insteadOf: seen?.id ?? null }
}

function order({ proposal: newest }: Ledger, { programTerm }: Regulation): Statement {
	return raise(orderFor(newest?.id ?? 'none', { termMonths: programTerm?.value.maxMonths ?? 12 }))
}

function decisionUnder({ completion, mentee }: Regulation, planHash: string, pick: number): Decision {
	const reason = one(completion, pick)
	return one<Decision>(
		[
			{ type: 'extend', termMonths: 30, ground },
			{
				type: 'change',
				what: 'Две стажировки',
				forms: mentee.value === 'team' ? ['group', 'virtual'] : ['virtual'],
				ground
			},
			{ type: 'release', mentorId: 'viktor', ground },
			{ type: 'replace', mentorId: 'viktor', ground },
			{ type: 'leave', menteeId: 'irina', forms: pick % 2 === 0 ? null : ['virtual'], ground },
			{ type: 'join', menteeId: 'darya', mainRequest: 'Команда' },
			{ type: 'edition', hash: planHash },
			{ type: 'edition', hash: HASH },
			{ type: 'closure', reasonId: reason.id, ground, lastDay: lastDayOf(reason), conclusion: 'Завершена' }
		],
		pick
	)
}

function lastDayOf({ needs }: Regulation['completion'][number]): string | null {
	return needs === 'notice' || needs === 'statement' ? '2026-09-30' : null
}

function often(times: number, move: Move): Move[] {
	return Array.from({ length: times }, () => move)
}

function one<Item>(items: readonly Item[], pick: number): Item {
	return items[pick % items.length] as Item
}

function openDecisionId({ matters: decisions }: Ledger): string {
	return decisions.find(({ outcome }) => outcome === 'open')?.id ?? 'none'
}

/** A consultation that waits for this role, if there is one. */
function openConsultation(ledger: Ledger, waitsFor: Speaker['role']): string {
	const open = ledger.consultations.find((one) =>
		consultationWaitsFor(ledger, one).some(({ role }) => role === waitsFor)
	)
	return open?.id ?? ledger.consultations.at(-1)?.id ?? 'none'
}

function nextSigner(ledger: Ledger): Speaker {
	const raised = ledger.matters.find(({ id }) => id === openDecisionId(ledger))
	const [next] = raised === undefined ? [] : missingSigners(ledger, raised).next
	const isNext = ({ role, personId }: Speaker) => role === next?.role && personId === (next.personId ?? personId)
	return everybody.find(isNext) ?? elena
}
