import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
	declineName,
	genderOf,
	oblique,
	type OwnForms,
	type PersonName,
	personNameOf,
	signatureName,
	withOwnForms
} from './decline-name.ts'
import { declineOrganisation, declinePost, lowerFirst } from './decline-phrase.ts'

const person = (familyName: string, givenName = '', patronymic = ''): PersonName => ({
	familyName,
	givenName,
	patronymic
})
const casesOf = (name: PersonName) => oblique.map((to) => declineName(name, to).text)

describe('names', () => {
	it.each([
		[
			person('Ковалёв', 'Виктор', 'Андреевич'),
			[
				'Ковалёва Виктора Андреевича',
				'Ковалёву Виктору Андреевичу',
				'Ковалёва Виктора Андреевича',
				'Ковалёвым Виктором Андреевичем',
				'Ковалёве Викторе Андреевиче'
			]
		],
		[
			person('Лаптева', 'Ирина', 'Сергеевна'),
			[
				'Лаптевой Ирины Сергеевны',
				'Лаптевой Ирине Сергеевне',
				'Лаптеву Ирину Сергеевну',
				'Лаптевой Ириной Сергеевной',
				'Лаптевой Ирине Сергеевне'
			]
		],
		[
			person('Гуров', 'Павел', 'Никитич'),
			[
				'Гурова Павла Никитича',
				'Гурову Павлу Никитичу',
				'Гурова Павла Никитича',
				'Гуровым Павлом Никитичем',
				'Гурове Павле Никитиче'
			]
		]
	])('%o', (name, expected) => {
		expect(casesOf(name)).toEqual(expected)
	})

	it.each([
		['a woman’s name in a consonant stays', person('Ткач', 'Анна', 'Ильинична'), 'Ткач Анне Ильиничне'],
		['a man’s does not', person('Ткач', 'Илья', 'Петрович'), 'Ткачу Илье Петровичу'],
		['names in -ых stay', person('Седых', 'Ольга', 'Викторовна'), 'Седых Ольге Викторовне'],
		['names in -о stay', person('Шевченко', 'Олег', 'Львович'), 'Шевченко Олегу Львовичу'],
		['a name like an adjective', person('Белая', 'Анна', 'Юрьевна'), 'Белой Анне Юрьевне'],
		['a man’s like an adjective', person('Вронский', 'Лев', 'Ильич'), 'Вронскому Льву Ильичу'],
		['a double name', person('Петрова-Водкина', 'Мария', 'Олеговна'), 'Петровой-Водкиной Марии Олеговне'],
		['a double name, half of which stays', person('Черных-Гурова', 'Вера', 'Львовна'), 'Черных-Гуровой Вере Львовне'],
		['a patronymic with оглы', person('Мамедов', 'Рашид', 'Али оглы'), 'Мамедову Рашиду Али оглы']
	])('%s', (_, name, dative) => {
		expect(declineName(name, 'dative')).toEqual({ text: dative, isSure: true })
	})

	it.each([
		['in other letters', person('Smith', 'John')],
		['of whom nothing tells', person('Ким', 'Чан')]
	])('a name %s stays in the nominative, and says so', (_, name) => {
		for (const to of oblique) {
			expect(declineName(name, to)).toEqual({ text: `${name.familyName} ${name.givenName}`, isSure: false })
		}
		expect(declineName(name, 'nominative').isSure).toBe(true)
	})

	it('tells him from her by the patronymic before the name', () => {
		expect(genderOf(person('Ким', 'Саша', 'Петровна'))).toBe('female')
		expect(genderOf(person('Ким', 'Саша', 'Петрович'))).toBe('male')
		expect(genderOf(person('Гурова', 'Анна'))).toBe('female')
		expect(genderOf(person('Ким'))).toBe(null)
		expect(genderOf(person('Гурова', 'Павел'))).toBe(null)
	})

	it('tells the parts of a written name, also of one whose family name has several words', () => {
		const parts = (full: string) => Object.values(personNameOf(full))
		expect(parts('Ван дер Берг Анна Петровна')).toEqual(['Ван дер Берг', 'Анна', 'Петровна'])
		expect(parts('Алиев Вагиф Гейдар оглы')).toEqual(['Алиев', 'Вагиф', 'Гейдар оглы'])
		expect(parts('Ким Чан')).toEqual(['Ким', 'Чан', ''])
	})

	it('writes initials without letting them go', () => {
		expect(declineName(person('Зимин', 'Аркадий', 'Львович'), 'dative', 'short').text).toBe('Зимину\u00a0А.\u00a0Л.')
		expect(signatureName(person('Зимин', 'Аркадий', 'Львович'))).toBe('А.\u00a0Л.\u00a0Зимин')
		expect(signatureName(person('Ким', 'Чан'))).toBe('Ч.\u00a0Ким')
	})
})

describe('names that rules alone do not know', () => {
	it.each([
		['Бонч-Бруевич', 'Владимир', 'Дмитриевич', 'Бонч-Бруевичем Владимиром Дмитриевичем'],
		['Сухой', 'Павел', 'Осипович', 'Сухим Павлом Осиповичем'],
		['Толстой', 'Лев', 'Николаевич', 'Толстым Львом Николаевичем'],
		['Соловьёв-Седой', 'Василий', 'Павлович', 'Соловьёвым-Седым Василием Павловичем'],
		['Долгих', 'Иван', 'Ильич', 'Долгих Иваном Ильичом'],
		['Дурново', 'Пётр', 'Львович', 'Дурново Петром Львовичем'],
		['Окуджава', 'Булат', 'Шалвович', 'Окуджавой Булатом Шалвовичем'],
		['Чавчавадзе', 'Нина', 'Львовна', 'Чавчавадзе Ниной Львовной'],
		['Цой', 'Виктор', 'Робертович', 'Цоем Виктором Робертовичем'],
		['Цой', 'Анна', 'Робертовна', 'Цой Анной Робертовной'],
		['Лебедь', 'Анна', 'Ивановна', 'Лебедь Анной Ивановной'],
		['Ситник', 'Любовь', 'Павловна', 'Ситник Любовью Павловной']
	])('%s %s %s', (familyName, givenName, patronymic, instrumental) => {
		expect(declineName(person(familyName, givenName, patronymic), 'instrumental').text).toBe(instrumental)
	})

	it.each(['Гусь', 'Заяц', 'Лев'])('a man called %s: only his family knows, and it is said', (familyName) => {
		const name = person(familyName, 'Пётр', 'Ильич')
		expect(declineName(name, 'dative')).toEqual({ text: `${familyName} Пётр Ильич`, isSure: false })
	})

	it('a man’s name in a consonant is never left as it is in silence', () => {
		const letters = fc.string({ unit: fc.constantFrom(...'абвгдеиклмнопрсту'), minLength: 2, maxLength: 8 })
		fc.assert(
			fc.property(letters, fc.constantFrom(...'бвгдзклмнпрстфжчшщцьй'), (stem, end) => {
				const familyName = `К${stem}${end}`
				const { text, isSure } = declineName(person(familyName, 'Пётр', 'Ильич'), 'genitive')
				const [declined] = text.split(' ')
				if (isSure && !/(ых|их)$/.test(familyName)) expect(declined).not.toBe(familyName)
				if (!isSure) expect(declined).toBe(familyName)
			})
		)
	})

	it('a woman’s in a consonant is always left', () => {
		const letters = fc.string({ unit: fc.constantFrom(...'абвгдеиклмнопрсту'), minLength: 2, maxLength: 8 })
		fc.assert(
			fc.property(
				letters,
				fc.constantFrom(...'бвгдзклмнпрстфжчшщцьй'),
				fc.constantFrom(...oblique),
				(stem, end, to) => {
					const familyName = `К${stem}${end}`
					expect(declineName(person(familyName, 'Анна', 'Ильинична'), to).text.split(' ')[0]).toBe(familyName)
				}
			)
		)
	})
})

describe('forms of a municipality’s own', () => {
	const own: OwnForms[] = [
		{ nominative: 'Гусь Пётр Ильич', forms: { dative: 'Гусю Петру Ильичу', genitive: 'Гуся Петра Ильича' } },
		{ nominative: 'зам. директора', forms: { dative: 'заместителю директора' } },
		{ nominative: 'Детский сад-ясли № 2', forms: { genitive: 'Детского сада-яслей № 2' } }
	]
	const pyotr = person('Гусь', 'Пётр', 'Ильич')

	it('stand in the place of the rules, in full and in short', () => {
		expect(declineName(pyotr, 'dative', 'full', own)).toEqual({ text: 'Гусю Петру Ильичу', isSure: true })
		expect(declineName(pyotr, 'genitive', 'short', own).text).toBe('Гуся\u00a0П.\u00a0И.')
		expect(declinePost('Зам. директора', 'dative', own).text).toBe('заместителю директора')
		expect(declineOrganisation('Детский сад-ясли № 2', 'genitive', own).text).toBe('Детского сада-яслей № 2')
	})

	it('of other cases and other people the rules decide', () => {
		expect(declineName(pyotr, 'instrumental', 'full', own).isSure).toBe(false)
		expect(declineName(pyotr, 'nominative', 'full', own).text).toBe('Гусь Пётр Ильич')
		expect(declineName(person('Гусева', 'Анна', 'Ильинична'), 'dative', 'full', own).text).toBe(
			'Гусевой Анне Ильиничне'
		)
	})

	it('take the place of what was there, and go when none is left', () => {
		const changed = withOwnForms(own, { nominative: 'Гусь Пётр Ильич', forms: { dative: 'Гусь Петру Ильичу' } })
		expect(changed).toHaveLength(3)
		expect(declineName(pyotr, 'dative', 'full', changed).text).toBe('Гусь Петру Ильичу')
		expect(withOwnForms(changed, { nominative: 'Гусь Пётр Ильич', forms: {} })).toHaveLength(2)
	})
})

describe('posts', () => {
	it.each([
		['директор', 'директора', 'директору', 'директора', 'директором', 'директоре'],
		['учитель', 'учителя', 'учителю', 'учителя', 'учителем', 'учителе'],
		['заведующая', 'заведующей', 'заведующей', 'заведующую', 'заведующей', 'заведующей'],
		['врач', 'врача', 'врачу', 'врача', 'врачом', 'враче']
	])('%s', (post, ...expected) => {
		expect(oblique.map((to) => declinePost(post, to).text)).toEqual(expected)
	})

	it.each([
		['заместитель директора по учебной работе', 'заместителю директора по учебной работе'],
		['начальник департамента образования', 'начальнику департамента образования'],
		['старший воспитатель', 'старшему воспитателю'],
		['социальный педагог', 'социальному педагогу'],
		['учитель-логопед', 'учителю-логопеду'],
		['вице-президент', 'вице-президенту'],
		['заведующий отделом кадров', 'заведующему отделом кадров'],
		['исполняющий обязанности директора', 'исполняющему обязанности директора'],
		['и. о. директора', 'и. о. директора'],
		['музыкальный руководитель', 'музыкальному руководителю'],
		['директор, учитель математики', 'директору, учителю математики'],
		['методист', 'методисту'],
		['завуч', 'завучу'],
		['старшая вожатая', 'старшей вожатой'],
		['ст. воспитатель', 'ст. воспитателю'],
		['зам. директора по УВР', 'зам. директора по УВР'],
		['замдиректора', 'замдиректора'],
		['врио директора', 'врио директора'],
		['исполняющая обязанности заведующего', 'исполняющей обязанности заведующего'],
		['главный бухгалтер', 'главному бухгалтеру'],
		['студентка', 'студентке'],
		['секретарь учебной части', 'секретарю учебной части'],
		['Педагог-навигатор', 'Педагогу-навигатору'],
		['Координатор наставничества', 'Координатору наставничества'],
		['куратор, координатор', 'куратору, координатору']
	])('%s', (post, dative) => {
		expect(declinePost(post, 'dative')).toEqual({ text: dative, isSure: true })
	})

	it.each([
		['Ответственный за наставничество', 'Ответственному за наставничество', 'Ответственным за наставничество'],
		['Ответственная за наставничество', 'Ответственной за наставничество', 'Ответственной за наставничество'],
		['Уполномоченный по наставничеству', 'Уполномоченному по наставничеству', 'Уполномоченным по наставничеству'],
		['уполномоченный по делам молодёжи', 'уполномоченному по делам молодёжи', 'уполномоченным по делам молодёжи'],
		['отвечающий за пары', 'отвечающему за пары', 'отвечающим за пары'],
		['старший ответственный от школы', 'старшему ответственному от школы', 'старшим ответственным от школы'],
		['ответственный педагог за пары', 'ответственному педагогу за пары', 'ответственным педагогом за пары'],
		['Заведующий отделом', 'Заведующему отделом', 'Заведующим отделом']
	])('%s: an adjective before a preposition is declined, the preposition never', (post, dative, instrumental) => {
		expect(declinePost(post, 'dative')).toEqual({ text: dative, isSure: true })
		expect(declinePost(post, 'instrumental')).toEqual({ text: instrumental, isSure: true })
	})

	it.each(['куратор и координатор', 'курирующий наставничество заместитель', 'по наставничеству куратор'])(
		'%s stays, and says so',
		(post) => {
			expect(declinePost(post, 'dative')).toEqual({ text: post, isSure: false })
		}
	)
})

it.each([
	['Директор лицея', 'директор лицея'],
	['ВрИО директора', 'ВрИО директора'],
	['Врио директора', 'врио директора'],
	['МБОУ СОШ № 5', 'МБОУ СОШ № 5'],
	['О создании центра', 'о создании центра'],
	['Ковалёв В. А.: 3 оклада', 'Ковалёв В. А.: 3 оклада']
])('%s goes on inside a sentence as %s', (phrase, inside) => {
	expect(lowerFirst(phrase)).toBe(inside)
})

describe('organisations', () => {
	it.each([
		['Школа № 14', 'Школы № 14', 'Школу № 14'],
		['Лицей № 2', 'Лицея № 2', 'Лицей № 2'],
		['Гимназия № 6', 'Гимназии № 6', 'Гимназию № 6'],
		['Детский сад № 9', 'Детского сада № 9', 'Детский сад № 9'],
		['МАОУ СОШ № 5', 'МАОУ СОШ № 5', 'МАОУ СОШ № 5'],
		['МАДОУ «Родничок»', 'МАДОУ «Родничок»', 'МАДОУ «Родничок»'],
		['МОУ-СОШ № 3', 'МОУ-СОШ № 3', 'МОУ-СОШ № 3'],
		['МБОУ гимназия № 5', 'МБОУ гимназии № 5', 'МБОУ гимназию № 5'],
		['МБДОУ детский сад № 7', 'МБДОУ детского сада № 7', 'МБДОУ детский сад № 7'],
		['Начальная школа — детский сад № 4', 'Начальной школы — детского сада № 4', 'Начальную школу — детский сад № 4'],
		['Департамент образования города', 'Департамента образования города', 'Департамент образования города'],
		['Управление образования', 'Управления образования', 'Управление образования'],
		['Отдел образования', 'Отдела образования', 'Отдел образования'],
		['Центр детского творчества', 'Центра детского творчества', 'Центр детского творчества'],
		['Дворец творчества', 'Дворца творчества', 'Дворец творчества'],
		['Колледж связи', 'Колледжа связи', 'Колледж связи'],
		['Основная школа села', 'Основной школы села', 'Основную школу села'],
		[
			'Муниципальное бюджетное учреждение «Школа № 3»',
			'Муниципального бюджетного учреждения «Школа № 3»',
			'Муниципальное бюджетное учреждение «Школа № 3»'
		]
	])('%s', (name, genitive, accusative) => {
		expect(declineOrganisation(name, 'genitive')).toEqual({ text: genitive, isSure: true })
		expect(declineOrganisation(name, 'accusative')).toEqual({ text: accusative, isSure: true })
	})

	it.each(['«Росток»', 'Ясли № 4', '№ 17'])('%s stays, and says so', (name) => {
		expect(declineOrganisation(name, 'genitive')).toEqual({ text: name, isSure: false })
	})
})
