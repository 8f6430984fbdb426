/** Of which common passwords are made: see common-passwords.ts. Lower case; ё is written as people type it, either way. */
export const words = `
admin administrator andrew andrei andrey anna anastasia alexander alexandra alina angel arsenal artem asdf azerty
baby babygirl barcelona baseball basketball batman beautiful bitch blink boss brother business butterfly
carlos changeme charlie cheese chelsea chicken chocolate computer cookie crystal
dallas daniel danger default demo denis dima director dmitry dolphin dragon
ekaterina elena elephant elizabeth evgeny
facebook family flower football forever forum freedom friend friends fuck fuckyou
galina george ginger golden google guest
hannah happy harley heaven hello helloworld hockey home house hunter
iloveyou inna internet irina ivan
jasmine jennifer jessica jesus jordan joshua
karina killer king kirill kitten konstantin kristina ksenia
larisa letmein liverpool login london love lovely lover lucky ludmila
madrid maggie maksim manager manchester maria marina mama marvel master matrix maxim mentor merlin metallica michael
michelle minecraft monkey monster moscow mother mustang music myself
nadezhda natalia natasha nastya nicole nikita nikolay nintendo nothing number
oksana oleg olga orange
pass passw passwd password papa pavel peanut pepper peter philips phoenix playboy pokemon polina porsche princess
princessa prince purple pussy
qwer qwert qwerty qwertyu qwertyui qwertz qazwsx
rabota rainbow ranger robert roman root russia
samantha samsung sasha school scorpion secret security sergei sergey server service shadow silver slava slipknot
sister snoopy soccer spartak spider spiderman star starwars stella summer sunshine super superman superstar svetlana
sweet system
tandem tanya tatiana teacher test testing tester thomas tiger tigger timur tomsk top trustno tyler
unicorn user username
valentina vasya vera victor victoria viktor viktoria vladimir vladislav
welcome winter wordpress work windows
yamaha yana yandex yellow yulia yuri zaq
zenit
азбука александр александра алексей алена алёна алина алла анастасия ангел андрей анжела анна антон антонина арина
артем артём
бабушка барнаул бог борис
вадим валентин валентина валера валерия василий василиса вера весна виктор виктория виталий владимир владислав
волк вход вячеслав
галина геннадий геннадьевна георгий год город григорий
дарья девочка денис департамент директор дима диана дмитрий доброеутро доступ дракон друг дружба дом
евгений евгения екатерина елена елизавета
жизнь жанна женя
завуч звезда зенит зима злата знание
иван игорь илья инна ирина
казань карина кирилл кот котик кошка константин красота кристина ксения куратор
лариса лето лидия лилия лиза любимая любимый люблю любовь людмила
максим мама мамочка маргарита марина мария марьяна маша мечта мир михаил москва музыка муниципалитет
надежда наставник наставница наставничество настя натали наталия наталья наташа небо никита николай нина новосибирск
оксана олег олеся ольга омск осень
павел папа парол пароль педагог петр пётр полина победа привет приветик принцесса
работа рабочий радуга раиса регина роман россия руслан
саша светлана семья семен семён сергей сибирь слава собака солнце солнышко софия софья спартак спасибо станислав
степан стройка сургут счастье
тамара танечка таня тандем татьяна томск учитель учительница ученик
ульяна университет уфа
федор фёдор филипп футбол
хорошо
цветок цветы
чемпион человек
школа
элина эдуард эльвира эмма
юлия юрий
яна ярослав яндекс
`
