import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import SelectField from '#lib/ui/fields/SelectField.svelte'
import { beginGroup, danil, join, leaveByOrder } from '#domain/ledger/testing/group-story.ts'
import { arkady, beginStory, elena, irina, raise, sign, beginByOrder } from '#domain/ledger/testing/story.ts'
import { settlementForm } from '../../forms/statements/consents.ts'
import { givenTo } from '../../forms/statements/testing/given.ts'
import { withdrawalFollows, withdrawalReceived, withdrawalTitle, withdrawalWays } from './settlement.ts'

const withdrawal = { id: 'w1', personId: 'irina', on: '2026-10-10' }
const settled = (typed: { decision: string; ground: string }) => settlementForm.statement(givenTo(typed, withdrawal))

it('nothing is decided of a withdrawn consent until the curator has chosen and said why', () => {
	expect(settled({ decision: '', ground: 'Данные уничтожены' })).toBeNull()
	expect(settled({ decision: 'stopped', ground: '  ' })).toBeNull()
	expect(settled({ decision: 'stopped', ground: ' Данные уничтожены ' })).toEqual({
		type: 'settle-consent-withdrawal',
		withdrawalId: 'w1',
		personId: 'irina',
		decision: 'stopped',
		ground: 'Данные уничтожены'
	})
})

it('says whose consent was taken back, also where this device does not know who that is', () => {
	const taken = { personId: 'irina', on: '2026-10-10' }
	const titleFor = (name: string) => withdrawalTitle(taken, { nameOf: () => name })
	expect(titleFor('Лаптева Ирина Сергеевна')).toMatch(/: Лаптева Ирина Сергеевна, 10\sоктября/)
	expect(titleFor('')).toMatch(/: участник, 10\sоктября/)
})

it('[L3] the curator is told first how the part of whoever took the consent back ends', () => {
	const pair = beginStory()
	beginByOrder(pair)
	expect(withdrawalWays(pair.ledger(), 'irina')).toContain('завершите программу')
	expect(withdrawalWays(pair.ledger(), 'viktor')).toContain('замените наставника')
	expect(withdrawalWays(pair.ledger(), 'oleg')).toContain('Участия не было')

	const group = beginGroup()
	expect(withdrawalWays(group.ledger(), 'darya')).toContain('«Закончить участие в группе»')
	leaveByOrder(group, 'darya')
	expect(withdrawalWays(group.ledger(), 'darya')).toContain('Участие уже закончено')
	group.sayAll([elena, join(danil.personId)])
	expect(withdrawalWays(group.ledger(), 'danil')).toContain('отзовите запрос или включение')
	const closure = { type: 'closure', reasonId: 'curator', ground: 'Отзыв', lastDay: null, conclusion: '-' } as const
	group.sayAll([elena, raise(closure)])
	group.sayAll([arkady, sign(group.lastId())])
	expect(withdrawalWays(group.ledger(), 'irina')).toContain('Участие уже закончено')
})

it('[L3] whoever takes the consent back is told before what becomes of the programme and of the data', () => {
	const pair = beginStory()
	beginByOrder(pair)
	const about = { kind: 'personal-data', today: '2026-10-10', curator: 'педагог-навигатор' } as const
	const [ofMembership, ofData] = withdrawalFollows(pair.ledger(), { ...about, personId: 'irina' })
	expect(ofMembership).toContain('сразу не прекратится: отзыв получит педагог-навигатор')
	expect(ofData).toMatch(/^До 9\sноября.*данные уничтожат.*Решает педагог-навигатор\.$/)
	expect(withdrawalFollows(pair.ledger(), { ...about, personId: 'oleg' })[0]).toContain('вы в ней не участвуете')
	expect(withdrawalFollows(pair.ledger(), { ...about, personId: 'irina', kind: 'publication' })).toEqual([])
})

it('[L3] and after, that it was received and what comes next, until the curator has settled it', () => {
	const pair = beginStory()
	beginByOrder(pair)
	expect(withdrawalReceived(pair.ledger(), { personId: 'irina', curator: 'куратор' })).toBeNull()
	pair.sayAll([irina, { type: 'withdraw-consent', kind: 'personal-data' }])
	expect(withdrawalReceived(pair.ledger(), { personId: 'irina', curator: 'куратор' })).toMatch(
		/^Отзыв получен .*: до \d+\s.*данные уничтожат.*Решает куратор\.$/
	)
	expect(withdrawalReceived(pair.ledger(), { personId: 'viktor', curator: 'куратор' })).toBeNull()
	const [{ id = '' } = {}] = pair.ledger().consentWithdrawals
	const decision = { decision: 'other-ground', ground: 'Трудовой договор' } as const
	pair.sayAll([elena, { type: 'settle-consent-withdrawal', withdrawalId: id, personId: 'irina', ...decision }])
	expect(withdrawalReceived(pair.ledger(), { personId: 'irina', curator: 'куратор' })).toBeNull()
})

it('a choice that must be made is told to be missing by the form', () => {
	const props = { label: 'Решение', value: '', options: [], onchange: () => undefined }
	expect(render(SelectField, { props: { ...props, required: true } }).body).toMatch(/<select[^>]* required/)
	expect(render(SelectField, { props }).body).not.toMatch(/<select[^>]* required/)
})
