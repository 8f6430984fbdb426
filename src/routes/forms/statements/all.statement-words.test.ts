import { describe, expect, it } from 'vitest'
import type { Refusal } from '#domain/ledger/refusal.ts'
import type { Entry } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { HASH, orderFor, proposal, raise, request, SHEET, sign, submitReport } from '#domain/ledger/testing/story.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { consultationStatusWords } from '#lib/ui/words/consents.ts'
import { refusalWords } from '#lib/ui/words/refusals.ts'
import { requestWords } from '#lib/ui/words/ledger.ts'
import { statementWords, unenteredWords } from './all.ts'
import { municipalCuratorWords, roleWords, speakerWords } from '#lib/ui/words/regulation.ts'

overwriteGetLocale(() => 'ru')

const names: Record<string, string> = { viktor: 'Ковалёв Виктор Андреевич', irina: 'Лаптева Ирина Сергеевна' }
const wording = {
	nameOf: (id: string) => names[id] ?? '',
	regulation: tomskCity,
	organisationKinds: ['school' as const]
}
const year = new Date().getFullYear()
const ground = 'Переезд'
const consent = { type: 'consent', kind: 'publication', text: SHEET, representative: null } as const

const statements: readonly [Entry['statement'], string, string][] = [
	[
		request,
		'Запрос на наставника: Как выстроить команду школы',
		'Наставляемый: Лаптева Ирина Сергеевна. Вновь назначенный руководитель образовательной организации\nЗатруднения: Работа с коллективом'
	],
	[
		{ ...request, difficulties: [] },
		'Запрос на наставника: Как выстроить команду школы',
		'Наставляемый: Лаптева Ирина Сергеевна. Вновь назначенный руководитель образовательной организации'
	],
	[
		{ ...request, menteeIds: ['irina', 'gone'], difficulties: [] },
		'Запрос на наставника: Как выстроить команду школы',
		'Наставляемые: Лаптева Ирина Сергеевна, участник. Вновь назначенный руководитель образовательной организации'
	],
	[
		proposal,
		'Предложен наставник: Ковалёв Виктор Андреевич',
		'Первый год директора. Форма: традиционная, один на один'
	],
	[
		{ type: 'except', mentorId: 'viktor', ground },
		'Исключение из требований (прежний порядок): Ковалёв Виктор Андреевич',
		ground
	],
	[consent, 'Дано согласие на публикацию сведений', ''],
	[
		{ ...consent, kind: 'personal-data', representative: 'Лаптева Мария Павловна' },
		'Дано согласие на обработку персональных данных',
		'Подписал законный представитель: Лаптева Мария Павловна'
	],
	[{ type: 'withdraw-consent', kind: 'duties' }, 'Отозвано согласие на участие в наставничестве', ''],
	[
		raise(orderFor('p', { startsOn: `${year}-09-15`, pay: '3 оклада' })),
		'Приказ о закреплении наставнической пары',
		'С 15\u00a0сентября, 24 месяца. Оплата: 3 оклада'
	],
	[raise({ type: 'extend', termMonths: 31, ground }), 'Продление программы до 31 месяца', ground],
	[
		raise({ type: 'change', what: 'Две стажировки', forms: null, ground }),
		'Изменение программы: Две стажировки',
		ground
	],
	[
		raise({ type: 'change', what: 'Встречи', forms: ['virtual'], ground }),
		'Изменение программы: Встречи',
		'Новая форма: виртуальная. Переезд'
	],
	[
		raise({ type: 'release', mentorId: 'viktor', ground }),
		'Освобождение от обязанностей наставника: Ковалёв Виктор Андреевич',
		ground
	],
	[raise({ type: 'replace', mentorId: 'gone', ground }), 'Замена наставника: участник', ground],
	[
		raise({ type: 'leave', menteeId: 'irina', forms: null, ground }),
		'Выход из группы: Лаптева Ирина Сергеевна',
		ground
	],
	[
		raise({ type: 'leave', menteeId: 'gone', forms: ['virtual'], ground }),
		'Выход из группы: участник',
		'Новая форма: виртуальная. Переезд'
	],
	[
		raise({ type: 'join', menteeId: 'irina', mainRequest: 'Как выстроить команду' }),
		'Присоединение к группе: Лаптева Ирина Сергеевна',
		'Как выстроить команду'
	],
	[raise({ type: 'edition', hash: HASH }), 'Редакция программы на утверждение', 'Отпечаток aaaaaaaa'],
	[
		raise({
			type: 'closure',
			reasonId: 'early-refusal',
			ground,
			lastDay: `${year}-11-25`,
			conclusion: 'Половина выполнена'
		}),
		'Завершение: Досрочный отказ от наставничества или досрочная его отмена с предупреждением за три рабочих дня',
		'Переезд. Последний день: 25\u00a0ноября. Заключение: Половина выполнена'
	],
	[
		raise({ type: 'closure', reasonId: 'participants', ground: 'Переезд.', lastDay: null, conclusion: 'Половина.' }),
		'Завершение: По инициативе наставника или наставляемого либо по обоюдному решению, по уважительным обстоятельствам',
		'Переезд. Заключение: Половина.'
	],
	[
		raise({ type: 'closure', reasonId: 'fulfilled', ground: null, lastDay: null, conclusion: 'Всё сделано.' }),
		'Завершение плана мероприятий в полном объёме',
		'Заключение: Всё сделано.'
	],
	[sign('m'), 'Подписано', ''],
	[{ type: 'decline', matterId: 'm', ground }, 'Отклонено', ground],
	[{ type: 'withdraw-matter', matterId: 'm' }, 'Отозвано', ''],
	[
		{ type: 'register', matterId: 'm', number: '12-к', on: `${year}-09-14` },
		'Зарегистрировано под №\u00a012‑к от 14\u00a0сентября',
		''
	],
	[{ type: 'acquaint', matterId: 'm' }, 'Ознакомление', ''],
	[{ type: 'remark', about: null, text: 'Уточните сроки' }, 'Замечание', 'Уточните сроки'],
	[{ type: 'answer', remarkId: 'r', text: 'Уточнили' }, 'Ответ на замечание', 'Уточнили'],
	[
		{ type: 'feedback', achieved: 'План выполнен', notAchieved: null, helped: 'Стажировка' },
		'Отзыв наставляемого',
		'Что удалось: План выполнен\nЧто помогло: Стажировка'
	],
	[
		{ type: 'accept-activity', activityId: 'a', title: 'Установочная встреча' },
		'Принято мероприятие: Установочная встреча',
		''
	],
	[
		{ type: 'restore-incentive', mentorId: 'viktor', ground: 'Отчёты есть' },
		'Возвращено стимулирование: Ковалёв Виктор Андреевич',
		'Отчёты есть'
	],
	[
		{ type: 'record-evidence', mentorId: 'viktor', evidence: { kind: 'event', title: 'Форум' }, on: `${year}-11-20` },
		'К стимулированию, 20\u00a0ноября: Ковалёв Виктор Андреевич',
		'Мероприятие: Форум (со слов)'
	],
	[
		{
			type: 'record-evidence',
			mentorId: 'viktor',
			evidence: { kind: 'material', title: 'Памятка', address: 'папка методкабинета' },
			on: `${year}-11-20`
		},
		'К стимулированию, 20\u00a0ноября: Ковалёв Виктор Андреевич',
		'Материал: Памятка\u00a0— папка методкабинета'
	],
	[
		{
			type: 'record-evidence',
			mentorId: 'viktor',
			evidence: { kind: 'report', reportId: 'mentor-half-year', dueOn: `${year}-12-10` },
			on: `${year}-11-20`
		},
		'Отмечено, что отчёт сдан 20\u00a0ноября: Ковалёв Виктор Андреевич',
		'Отчёт руководителя, осуществляющего функции наставника: к 10\u00a0декабря'
	],
	[
		submitReport(`${year}-12-10`),
		'Отчёт сдан: срок 10\u00a0декабря',
		'Отчёт руководителя, осуществляющего функции наставника'
	],
	[{ type: 'accept-report', submissionId: 's' }, 'Отчёт принят', ''],
	[{ type: 'return-report', submissionId: 's', remarks: 'Нет дат' }, 'Отчёт возвращён', 'Нет дат'],
	[
		{
			type: 'settle-consent-withdrawal',
			withdrawalId: 'w',
			personId: 'irina',
			decision: 'stopped',
			ground: 'Данные удалены'
		},
		'Согласие отозвано, обработка данных прекращена: Лаптева Ирина Сергеевна',
		'Данные удалены'
	],
	[{ type: 'withdraw-evidence', evidenceId: 'entry-1' }, 'Запись к стимулированию убрана', ''],
	[
		{
			type: 'involve-specialist',
			name: 'Орлова Анна Игоревна',
			post: 'Экономист',
			task: 'Разбор бюджета школы',
			activity: { id: 'a', title: 'Стратегическая сессия' },
			consentedOn: `${year}-11-20`
		},
		'Привлечён специалист: Орлова Анна Игоревна · Экономист',
		'Разбор бюджета школы\nК мероприятию: Стратегическая сессия\nСогласие специалиста получено 20\u00a0ноября'
	],
	[
		{
			type: 'involve-specialist',
			name: 'Ким Павел Юрьевич',
			post: null,
			task: 'Беседа',
			activity: null,
			consentedOn: `${year}-11-20`
		},
		'Привлечён специалист: Ким Павел Юрьевич',
		'Беседа\nСогласие специалиста получено 20\u00a0ноября'
	],
	[
		{ type: 'release-specialist', specialistId: 'entry-1', name: 'Ким Павел Юрьевич', ground },
		'Помощь специалиста завершена: Ким Павел Юрьевич',
		ground
	],
	[
		{ type: 'release-specialist', specialistId: 'entry-1', name: 'Ким Павел Юрьевич', ground: null },
		'Помощь специалиста завершена: Ким Павел Юрьевич',
		''
	],
	[{ type: 'ask-consultation', about: 'Урок', mode: 'in-person' }, 'Запрос на очную консультацию', 'Урок'],
	[{ type: 'ask-consultation', about: 'Урок', mode: 'remote' }, 'Запрос на дистанционную консультацию', 'Урок'],
	[
		{
			type: 'answer-consultation',
			consultationId: 'c',
			answer: { kind: 'take', on: `${year}-11-25`, where: 'Кабинет 12' }
		},
		'Консультация назначена на 25\u00a0ноября',
		'Кабинет 12'
	],
	[
		{ type: 'answer-consultation', consultationId: 'c', answer: { kind: 'pass', ground } },
		'Наставник передал запрос на консультацию дальше',
		ground
	],
	[
		{
			type: 'refer-consultation',
			consultationId: 'c',
			to: { kind: 'mentor', mentorId: 'viktor' },
			on: `${year}-11-25`,
			words: 'Позвоните'
		},
		'Консультирует Ковалёв Виктор Андреевич',
		'День: 25\u00a0ноября\nПозвоните'
	],
	[
		{
			type: 'refer-consultation',
			consultationId: 'c',
			to: { kind: 'mentor', mentorId: 'gone' },
			on: null,
			words: 'Позвоните'
		},
		'Консультирует наставник из банка',
		'Позвоните'
	],
	[
		{
			type: 'refer-consultation',
			consultationId: 'c',
			to: { kind: 'other', name: 'Методист Центра' },
			on: `${year}-11-25`,
			words: null
		},
		'Консультирует Методист Центра',
		'День: 25\u00a0ноября'
	],
	[{ type: 'withdraw-consultation', consultationId: 'c' }, 'Запрос на консультацию отозван', ''],
	[{ type: 'refuse-proposal', proposalId: 'p', ground }, 'Отказ от предложенного состава', ground],
	[{ type: 'refuse-proposal', proposalId: 'p', ground: null }, 'Отказ от предложенного состава', ''],
	[{ type: 'withdraw-request', ground }, 'Запрос на наставника отозван', ground],
	[{ type: 'suspend', personId: 'viktor' }, 'Доступ приостановлен: Ковалёв Виктор Андреевич', ''],
	[{ type: 'reinstate', personId: 'viktor' }, 'Доступ возвращён: Ковалёв Виктор Андреевич', '']
]

it('[T33] a request is named by its mentee and category, as far as they are known', () => {
	const named = 'Лаптева Ирина Сергеевна: вновь назначенный руководитель образовательной организации'
	expect(requestWords(request, wording)).toBe(named)
	expect(requestWords(request, { ...wording, regulation: null })).toBe('Лаптева Ирина Сергеевна')
})

it('[T7] a role is called as the regulation of the programme calls it', () => {
	const coordinator = { ...tomskCity.roles[0], title: 'Координатор наставничества' } as Regulation['roles'][number]
	const copy = { ...wording, regulation: { ...tomskCity, roles: [coordinator] } }
	expect(roleWords('curator', copy)).toBe('координатор наставничества')
	expect(speakerWords('curator', copy)).toBe('координатор наставничества')
	expect(refusalWords({ reason: 'not-your-turn', waitsFor: 'curator' }, copy)).toContain('координатор наставничества')
	expect([roleWords('head', copy), roleWords('mentor', copy)]).toEqual(['начальник', 'наставник'])
	expect(roleWords('curator', wording)).toBe('куратор')
	expect(roleWords('curator', { ...wording, regulation: null })).toBe('куратор')
})

it('[R8] what only the municipality does is said of no navigator of a college', () => {
	const inCollege = { ...wording, regulation: tomskRegion, organisationKinds: ['college' as const] }
	expect(roleWords('curator', inCollege)).toBe('педагог-навигатор')
	expect(municipalCuratorWords(inCollege)).toBe('куратор')
	expect(municipalCuratorWords({ ...inCollege, organisationKinds: [] })).toBe('куратор')
	expect(municipalCuratorWords({ ...inCollege, organisationKinds: ['school', 'college'] })).toBe('куратор')
	expect(refusalWords({ reason: 'other-representative' }, inCollege)).toMatch(/запись исправит куратор$/)
	const centre = 'руководитель муниципального наставнического центра'
	expect(municipalCuratorWords({ ...wording, regulation: dinskoy })).toBe(centre)
	expect(municipalCuratorWords({ ...wording, regulation: null })).toBe('куратор')
})

it('[D18] a consultation that no mentor takes waits for the role as the regulation calls it', () => {
	const curator = roleWords('curator', { ...wording, regulation: dinskoy })
	const words = consultationStatusWords('passed', { day: '', consultant: '', curator })
	expect(words).toBe('Консультанта назовёт руководитель муниципального наставнического центра')
})

it('an order of several mentees is of a group', () => {
	const order = raise(orderFor('p'))
	expect(statementWords(order, { ...wording, isGroup: true }).text).toBe('Приказ о закреплении наставнической группы')
})

it('[T44] the order of a successor has the term that is left of the programme, as on its paper', () => {
	const detail = (startsOn: string, programStartsOn?: string) =>
		statementWords(raise(orderFor('p', { startsOn, pay: '3 оклада' })), { ...wording, programStartsOn }).detail
	expect(detail('2027-01-11', '2026-09-15')).toMatch(/^С 11.*, 20 месяцев 4 дня\. Оплата: 3 оклада$/)
	expect(detail('2027-01-15', '2026-09-15')).toContain('20 месяцев. Оплата')
	for (const first of ['2026-09-15', undefined]) expect(detail('2026-09-15', first)).toContain('24 месяца. Оплата')
})

const refusals: readonly [Refusal | { reason: 'malformed' }, string][] = [
	[{ reason: 'not-your-role' }, 'у вас нет права на это решение'],
	[
		{ reason: 'not-your-programme' },
		'программа вас больше не касается: ваше участие завершено, приостановлено или ещё не началось'
	],
	[{ reason: 'not-ending' }, 'программу пока не завершают, отзыв пишут в конце'],
	[{ reason: 'already-said' }, 'это уже сделано'],
	[{ reason: 'wrong-phase', phase: 'requested' }, 'программа ещё не началась: приказа нет'],
	[{ reason: 'wrong-phase', phase: 'proposed' }, 'программа ещё не началась: приказа нет'],
	[{ reason: 'wrong-phase', phase: 'active' }, 'программа уже идёт, это решали до приказа'],
	[{ reason: 'wrong-phase', phase: 'closed' }, 'программа завершена'],
	[{ reason: 'unknown-subject' }, 'эта запись удалена или изменена. Обновите страницу'],
	[{ reason: 'not-a-mentor', personId: 'viktor' }, 'Ковалёв Виктор Андреевич: нет в банке наставников'],
	[
		{ reason: 'group-too-small', min: 2 },
		'в группе нужно от 2 наставляемых: сначала примите другого или завершите программу'
	],
	[
		{ reason: 'no-group-left' },
		'останется один наставляемый: укажите, в какой форме он продолжит, или завершите программу'
	],
	[
		{ reason: 'part-goes-on', personId: 'irina' },
		'Лаптева Ирина Сергеевна ещё участвует, значит, обработка не прекращена: сначала закончите это участие'
	],
	[{ reason: 'last-mentee' }, 'других наставляемых в программе нет: вместо выхода завершите программу'],
	[{ reason: 'not-a-group' }, 'к паре никого не присоединяют: для группы нужны новый запрос и приказ'],
	[{ reason: 'not-a-mentee', personId: 'irina' }, 'Лаптева Ирина Сергеевна: нет в банке наставляемых'],
	[
		{ reason: 'not-eligible', personId: 'viktor', conditionIds: ['unheard-of'] },
		'Ковалёв Виктор Андреевич: не выполнены требования. unheard-of'
	],
	[{ reason: 'unfit-category', personId: 'irina' }, 'Лаптева Ирина Сергеевна: не подходит под категорию запроса'],
	[
		{ reason: 'open-program', personId: 'irina', title: 'Резерв' },
		'Лаптева Ирина Сергеевна: уже есть открытая программа, Резерв'
	],
	[{ reason: 'group-size', min: 2, max: null }, 'в группе должно быть от 2 наставляемых'],
	[{ reason: 'group-size', min: 2, max: 5 }, 'в группе должно быть от 2 до 5 наставляемых'],
	[{ reason: 'not-in-regulation', field: 'reason' }, 'положение такого не предусматривает'],
	[{ reason: 'wrong-signer', signer: 'participant' }, 'согласие даёт участник, а не представитель'],
	[{ reason: 'wrong-signer', signer: 'representative' }, 'за несовершеннолетнего согласие даёт законный представитель'],
	[
		{ reason: 'consents-missing', missing: [{ personId: 'irina', kind: 'duties' }] },
		'нет согласий: Лаптева Ирина Сергеевна на участие в наставничестве'
	],
	[{ reason: 'not-your-turn', waitsFor: 'curator' }, 'сначала подписывает куратор'],
	[{ reason: 'signed-before' }, 'вы уже подписали это в другой роли: вторая подпись должна быть другого человека'],
	[
		{ reason: 'own-pair' },
		'вы сами в этой паре: решает другой в этой должности; если его нет, приглашает администратор'
	],
	[{ reason: 'superseded' }, 'вместо этого уже предложено другое'],
	[{ reason: 'still-to-come' }, 'этот день ещё не наступил'],
	[{ reason: 'event-not-declared' }, 'участие в мероприятиях наставников отмечает муниципалитет'],
	[{ reason: 'material-without-address' }, 'укажите, где находится материал'],
	[
		{ reason: 'report-not-begun', earliest: '2099-12-11' },
		'этот отчёт сдают не раньше 11\u00a0декабря\u00a02099\u00a0г.'
	],
	[
		{ reason: 'consented-too-early', earliest: `${year}-11-25` },
		'согласие на эту программу берут не раньше 25\u00a0ноября'
	],
	[
		{ reason: 'before-work', earliest: `${year}-11-25` },
		'работа наставника в программе началась 25\u00a0ноября, день материала не может быть раньше'
	],
	[
		{ reason: 'specialist-involved', name: 'Орлова Анна Игоревна' },
		'Орлова Анна Игоревна: уже помогает в программе. Сначала завершите эту помощь'
	],
	[{ reason: 'plan-changed' }, 'план с тех пор изменился: посмотрите отличия и вынесите редакцию заново'],
	[{ reason: 'plan-unchanged' }, 'план совпадает с утверждённой редакцией'],
	[{ reason: 'term', minMonths: 24, maxMonths: 24 }, 'срок должен быть 24 месяца'],
	[{ reason: 'term', minMonths: 3, maxMonths: 12 }, 'срок должен быть от 3 до 12 месяцев'],
	[{ reason: 'mentor-first' }, 'сначала отвечает наставник программы'],
	[{ reason: 'consultation-settled' }, 'на этот запрос уже ответили'],
	[
		{ reason: 'other-representative' },
		'в банке записан другой законный представитель. Если он сменился, запись исправит куратор'
	],
	[{ reason: 'place-missing' }, 'консультация очная: впишите время и место встречи'],
	[{ reason: 'asker-left' }, 'тот, кто запросил консультацию, в программе больше не участвует'],
	[
		{ reason: 'before-asked', earliest: `${year}-11-25` },
		'консультация запрошена 25\u00a0ноября: назначить можно с этого дня'
	],
	[
		{ reason: 'own-participant', personId: 'viktor' },
		'Ковалёв Виктор Андреевич: участвует в этой программе, назовите другого консультанта'
	],
	[{ reason: 'withdrawn' }, 'это уже отозвано тем, кто вносил'],
	[{ reason: 'declined' }, 'это уже отклонено'],
	[
		{ reason: 'starts-too-early', earliest: `${year}-11-25` },
		'начать можно не раньше 25\u00a0ноября: в этот день предложен состав'
	],
	[
		{ reason: 'starts-before-programme', earliest: `${year}-11-25` },
		'начать можно не раньше 25\u00a0ноября: в этот день начинается программа'
	],
	[{ reason: 'too-far-ahead', latest: `${year}-11-25` }, 'так далеко вперёд не назначают (не позже 25\u00a0ноября)'],
	[{ reason: 'not-longer', months: 24 }, 'программа и так длится 24 месяца'],
	[
		{ reason: 'content-missing', missing: ['direction', 'strength'] },
		'в программе не записано то, чего требует положение (п. 1.2.6): направления, сильные стороны'
	],
	[{ reason: 'plan-unfulfilled', done: 9, total: 22 }, 'выполнено 9 из 22 мероприятий'],
	[
		{ reason: 'plan-unfulfilled', done: 19, total: 20, missing: 4 },
		'выполнено 19 из 20 мероприятий; не сданы 4 документа по этапам'
	],
	[{ reason: 'edition-missing' }, 'программа ещё не утверждена: вынесите редакцию плана на утверждение'],
	[{ reason: 'ground-missing' }, 'не указано основание'],
	[{ reason: 'notice-too-short', earliest: `${year}-11-25` }, 'последний день может быть не раньше 25\u00a0ноября'],
	[{ reason: 'malformed' }, 'сервер не понял решения: обновите приложение и повторите']
]

describe('what is stated', () => {
	it.each(statements)('$type', (statement, text, detail) => {
		expect(statementWords(statement, wording)).toEqual({ text, detail })
	})

	it('[T48] names the regulation’s grounds beside the head’s', () => {
		const groundIds = ['reports']
		const cancel: Statement = { type: 'cancel-incentive', mentorId: 'viktor', groundIds, ground: 'Нет отчётов' }
		const { text, detail } = statementWords(cancel, wording)
		expect(text).toBe('Отменено стимулирование: Ковалёв Виктор Андреевич')
		expect(detail).toMatch(/^\S.+\. Нет отчётов$/)
		expect(detail).toContain(tomskCity.incentive?.grounds.find(({ id }) => id === 'reports')?.wording)
	})

	it('of a newer server tells no more than that it is there', () => {
		const unheardOf = { type: 'unheard-of' } as unknown as Statement
		expect(statementWords(unheardOf, wording).text).toBe('Запись, которой это приложение ещё не знает: обновите его')
	})

	it('names nobody and no wording this device does not know', () => {
		const unknown = { nameOf: () => '', regulation: null, organisationKinds: [] }
		expect(statementWords({ ...request, difficulties: [] }, unknown).detail).toBe('Наставляемый: участник.')
		const categories = [{ id: 'beginner-head', wording: 'Вновь назначенный руководитель' }]
		expect(statementWords({ ...request, difficulties: [] }, { ...unknown, categories }).detail).toBe(
			'Наставляемый: участник. Вновь назначенный руководитель'
		)
		expect(statementWords(raise({ type: 'edition', hash: HASH }), unknown).text).toBe(
			'Редакция программы на утверждение'
		)
	})
})

it('a report that the ledger does not have is not called submitted or signed; other statements keep their words', () => {
	const report = submitReport('2027-06-10')
	const day = 'срок 10 июня 2027 г.'
	const wordsOf = (statement: Statement) => unenteredWords(statement, wording).text.replaceAll('\u00a0', ' ')
	expect([report, { ...report, mentorId: 'viktor' }].map(wordsOf)).toEqual([
		`Сдача отчёта: ${day}`,
		`Подпись отчёта: ${day}`
	])
	expect(unenteredWords(report, wording).detail).toBe(statementWords(report, wording).detail)
	expect(wordsOf(proposal)).toBe('Предложен наставник: Ковалёв Виктор Андреевич')
})

it('[T9] says what is missing in a programme also where the regulation is not at hand', () => {
	const refusal = { reason: 'content-missing', missing: ['activity'] } as const
	expect(refusalWords(refusal, { ...wording, regulation: null })).toBe(
		'в программе не записано то, чего требует положение: мероприятия'
	)
})

it.each(refusals)('says why it was refused: $reason', (refusal, words) => {
	expect(refusalWords(refusal, wording)).toBe(words)
})
