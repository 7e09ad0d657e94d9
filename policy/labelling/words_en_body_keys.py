"""English words of the body as a key: fingerprints, faces, voices, genes.

How terms are written: see `policy.labelling.terms`.
"""

from __future__ import annotations

from typing import Final

from policy.labelling.patterns_en_body_keys import PATTERNS, PERSONAL
from policy.labelling.terms import Terms, words

BIOMETRICS: Final = Terms(
    strong=words("""
        @fingerprint, @thumbprint, fingerprint scan*, fingerprint read*, fingerprint sensor,
        fingerprint lock, fingerprint login, fingerprint unlock, fingerprint for, fingerprint to,
        fingerprinted, fingerprinting, took my prints, ten prints, palm print, palmprint,
        palm scan, palm vein, scan palms, hand scan, vein scan, face id, faceid, touch id, touchid,
        face unlock, facial recognition, face recognition, facial scan, face scan, face template,
        faceprint, face print, face data, face login, face match, face verification, facial data,
        facial verification, windows hello, iris scan, iris recognition, retina scan, retinal scan,
        eye scan, voiceprint, voice print, voice id, voice recognition, voice match,
        voice biometric, voice verification, voice authentication, voice is my password,
        gait recognition, gait analysis, keystroke dynamics, biometric*, liveness check,
        video selfie, dna test, dna sample, dna results, dna kit, dna database, dna profile,
        dna swab, dna match, dna relative, @dna, @genome, @genes, dna from, for dna>, spit kit,
        spit sample, spit in a tube, spat in a tube, spit test, saliva kit, saliva sample,
        saliva test, cheek swab, swabbed my, 23andme, ancestry dna, ancestrydna, myheritage,
        ancestry test, ancestry results, ancestry sites, genetic test, genetic screening,
        genetic data, genetic results, genetically tested, gene test, gene panel, genome,
        genotype*, brca, carrier screening, carrier test, paternity test, mugshot, scan my face,
        scans my face, scanned my face, scan your face, scans your palm, scans our faces,
        my face to unlock, retina,

        finger reading, finger reader, finger scan*, finger print, finger vein, photograph my face,
        photographed my face, photo of my face for, prints taken, prints won't, prints didn't,
        any of his prints, any of my prints, any of her prints, sequenced my, sequenced,
        sequencing my, dna register, dna on file, dna taken, my thumb and, thumb and face,
        thumb reader, thumb scan*, thumb print, ran my face, running my face, face through the,
        matched my face, my face matched, matched his face, face on file, face database,
        face scanner, face scanning, facial id, face check, faces scanned, head scan for, ear scan,
        hand geometry, palm reader at, palm payment, pay by palm, pay by face, pay with your palm,
        amazon one, voice sample, voice clone, cloned my voice, voice lock, voice unlock,
        voice password, voice security, voice profile, recorded my voice, record my voice,
        my voice as, sample of my voice, clear lane, precheck face, iris code, iris photo,
        iris reader, iris scanner, eyeball scan, eyeballs scanned, scan my eyeball, worldcoin,
        orb scan, irises scanned, eye scanner, eyes scanned, haplogroup, ancestry percentages,
        dna says, dna came, dna matches, genealogy kit, genealogy dna, familial dna,
        newborn screening, genetic counsellor, genetic counselor, genetic marker, gene mutation,
        karyotype, hair sample, my saliva, signature dynamics, typing pattern, fingerprint clock,
        fingerprint attendance, attendance machine, aadhaar biometric, aadhaar,

        app my voice, gave my voice, clone of my voice, ai voice of me, copy of my voice,
        redo my fingerprints, my fingerprints, our fingerprints, his fingerprints,
        her fingerprints, their fingerprints, keep our fingerprints, keep my fingerprints,
        fingerprints for, scanned my irises, my irises, dna says grandpa, the dna,

        his face to my, her face to my, add his face, add her face, added his face, added her face,
        add my face, added my face, add a face, second face, alternate appearance, set up my face,
        face to my phone, face on my phone, voice unlocks, my voice unlocks, brother's voice,
        checks your iris, check your iris, checks my iris, iris before, iris check, iris at,
        iris to, my iris, her iris, his iris, your iris, fingerprint now, fingerprints now,
        fingerprint instead, uses fingerprint, use fingerprint, use fingerprints,
        using fingerprints, using fingerprint, with fingerprint, fingerprint or, fingerprint and,
        fingerprints and, prints are too, fingerprints are too, fingerprints too,
        fingerprints won't, fingerprints don't, fingerprint won't, fingerprint doesn't,
        fingerprint isn't, fingerprint failed, fingerprint not,

        all ten fingers, my ten fingers, four fingers on the, finger scans, selfie video,
        selfie check, selfie to verify, blink at the camera, turn my head for the, our spit,
        my spit, her spit, his spit, gave ancestry, ancestry our, unlocks with my, unlock with my,
        face even in the dark, scan of my daughter's, scan of the kids',

        both thumbs, thumbs registered, fingers registered,

        finger touch, touch of a finger, matched our faces, hla typed, hla typing,
        photograph your face, photographs your face, related by dna, checking by dna,
        by dna whether, asked for my fingerprint, asked for my fingerprints, vein authentication,
        sleeping face, while he slept with his finger, with my sleeping face,
        turn my head left and right, turn left and right for the camera, face to check in,
        cord blood, stem cell bank, our faces unlock, my face unlocks her, her face unlocks my,

        voices so we can run the house, family's voices, family's faces, household's voices,
        all our voices, pay with my face, face payment, paying with your face,
        withdraw cash with my iris, iris atm, identify the remains by dna, identify his remains,
        dna to identify, index finger instead, changed my fingerprint, change my fingerprint,
        employee card replaced by face, badge replaced by face, card replaced by fingerprint,
        entry is by face, entry by face, get in with your face, doors open with your face,
        face opens, finger opens, index finger registered, my left index finger, lactose gene,
        has the gene, have the gene, breast cancer gene,

        phone only opens with his finger, opens only with his finger, dead father's phone,
        ear shape, shape of my ear, hand veins, rubbed inside my cheek, cheek with a cotton,
        cotton bud in my mouth, contact lenses block the iris, my thin veins, veins too thin,
        vein atm, vein machine, vein reader, atm by palm, voice samples of everyone,
        everyone's voice, mouth swab, great grandmother was russian says, dna results say,
        dna told, used his finger while he slept, fingerprints and photo and dna,
        fingerprints photo and dna, prints photo and dna, fingerprints, photo and dna, guest faces,
        register a guest face, uploaded my genotype, my genotype, gave my dna to, left my dna,
        regret giving my dna, regret sending my dna, grandparents' fingerprints too,
        finger's cut so the, cut my finger and the door, treated like a criminal taking,
        prints at immigration, all the family's fingerprints, family's fingerprints,
        whole family's fingerprints, log in by face, logs in by face, face to log in, palm vein at,
        face unlocked by my brother, voice to stop, finds my photos by face, face authentication,
        mobile licence face, consent form for iris, consent to the iris, found my birth father by,
        found my father by dna, voiceprint stored, voiceprint saved, kiosk took my face,
        phone didn't know me, phone didn't recognise me, phone doesn't know me,
        phone doesn't recognise me, phone won't recognise me, phone won't recognize me,
        insurer wants my gene, submit my genetic
    """),
    personal=words("""
        fingerprint, dna>, voice login, genetic, e gate, e gates, egate, thumbprint, the gene
    """),
    weak=words("""
        gene, unlock, scan, scanner, palm, blood type, half brother, half sister, turnstile, enrol,
        recognise, recognize, clock in, saliva, swab, thumb, ancestry>, heartbeat login, genes,
        iris, irises, facial, chromosome, prints, rhesus, rh negative
    """),
    patterns=PATTERNS,
    personal_patterns=PERSONAL,
)
