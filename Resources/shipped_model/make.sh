#!/bin/sh
# Makes the model that ships, Heart-virtual.cms, from virtual patients alone; it never sees a real image. About two and a half hours on one core.
#
#   Resources/shipped_model/make.sh ANATOMIES WORK
#
# ANATOMIES holds heart_s00.nii.gz .. heart_s11.nii.gz, label volumes of real hearts (Rodero et al. 2021, CC BY 4.0) in the form
# that phantoms/anatomies.py describes. The hearts s09, s10 and s11 are kept for testing. WORK is a folder for all else.
# Same seeds, same patients; the weights differ a little between CPUs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
anatomies=$(cd "$1" && pwd)
mkdir -p "$2/first/all" "$2/hearts/train" "$2/hearts/test"
cd "$2"
export OMP_NUM_THREADS=1

# First training: 20 usual patients with parametric hearts, and 21 with the anatomies.
crossmodalityseg cohort first/parametric --mr 0 --ct 20 --size-mm 260 250 340 --seed 11
crossmodalityseg cohort first/anatomies --mr 0 --ct 24 --size-mm 260 250 340 --seed 12 --anatomies "$anatomies"
cp first/parametric/ct_train/* first/all/
for file in first/anatomies/ct_train/*; do
    name=$(basename "$file")
    case $name in
    *_1008_* | *_1014_* | *_1019_*) ;; # s09, s10, s11
    *) cp "$file" "first/all/ct_train_2${name#ct_train_1}" ;;
    esac
done
crossmodalityseg train --data first/all --out first.cms --modality ct --size tiny --seed 1 --set steps=1827 --set localizer_steps=500 \
    --set augmentation.intensity=true --set ema=0.995 --set decay_every=260 --set decay=0.75

# Second training, which goes on from the first: 72 varied patients, two thirds of them with the anatomies s00 .. s08.
for number in 00 01 02 03 04 05 06 07 08; do cp "$anatomies/heart_s$number.nii.gz" hearts/train/; done
for number in 09 10 11; do cp "$anatomies/heart_s$number.nii.gz" hearts/test/; done
crossmodalityseg cohort varied --mr 0 --ct 72 --size-mm 270 260 350 --anatomies hearts/train --varied --seed 21
crossmodalityseg train --data varied --out second.cms --initial first.cms --modality ct --size tiny --seed 2 --set steps=995 \
    --set augmentation.intensity=true --set augmentation.translation=0.05 --set augmentation.rotation_deg=20 --set augmentation.scaling=0.2 \
    --set learning_rate=0.0008 --set ema=0.995 --set decay_every=250 --set decay=0.8
# Third training, on the same patients, to let the learning rate fall.
crossmodalityseg train --data varied --out third.cms --initial second.cms --modality ct --size tiny --seed 3 --set steps=600 \
    --set augmentation.intensity=true --set augmentation.translation=0.05 --set augmentation.rotation_deg=20 --set augmentation.scaling=0.2 \
    --set learning_rate=0.0004 --set ema=0.99 --set decay_every=60 --set decay=0.75

# Fourth training: CT and MR, coronal stacks and single axial and sagittal slices, in appearances that are drawn at random; one network for all.
crossmodalityseg cohort both --mr 24 --ct 48 --size-mm 270 260 350 --anatomies hearts/train --varied --seed 31
both="--modality any --size tiny --set single_slices=true --set augmentation.intensity=true --set augmentation.appearance=0.4
    --set augmentation.translation=0.08 --set augmentation.rotation_deg=25 --set augmentation.scaling=0.3 --set decay=0.75"
crossmodalityseg train --data both --out fourth.cms --initial third.cms $both --seed 4 --set steps=3000 --set learning_rate=0.0008 --set ema=0.995 --set decay_every=300
crossmodalityseg train --data both --out fifth.cms --initial fourth.cms $both --seed 5 --set steps=4679 --set learning_rate=0.0006 --set ema=0.997 --set decay_every=500

# Twelve more patients, eight of them with the hearts s09 .. s11, tell how good it is; the scores go into the card.
crossmodalityseg cohort test --mr 0 --ct 12 --size-mm 270 260 350 --anatomies hearts/test --varied --seed 22
crossmodalityseg segment test/ct_train --model fifth.cms --out predictions --format nii.gz
crossmodalityseg evaluate --pred predictions --reference test/ct_train --out results.json
python "$here/ship.py" fifth.cms results.json shipped.cms

# Calibration: 24 other patients, coarse, cut-off and degraded scans among them, tell which Dice to expect. The weights stay as they are.
# gather OUT KIND...: the patients of the cohorts OUT-KIND in one folder, told apart by the first digit of their number.
gather() {
    out=$1
    digit=2
    shift
    mkdir -p "$out"
    for kind; do
        for file in "$out-$kind"/ct_train/*; do
            name=$(basename "$file")
            cp "$file" "$out/ct_train_$digit${name#ct_train_1}"
        done
        digit=$((digit + 1))
    done
}
virtual="--mr 0 --anatomies hearts/test --varied"
crossmodalityseg cohort calibration-varied $virtual --ct 10 --size-mm 270 260 350 --seed 61
crossmodalityseg cohort calibration-coarse $virtual --ct 3 --size-mm 270 260 350 --spacing-mm 4 --seed 32
crossmodalityseg cohort calibration-cropped $virtual --ct 3 --size-mm 110 130 140 --seed 33
crossmodalityseg cohort calibration-degraded $virtual --ct 8 --size-mm 270 260 350 --seed 34
python "$here/degrade.py" calibration-degraded/ct_train 34
gather calibration varied coarse cropped degraded
crossmodalityseg calibrate --model shipped.cms --data calibration --out Heart-virtual.cms

# And 12 more tell whether the expected Dice ranks results as the true one does.
crossmodalityseg cohort check-varied $virtual --ct 6 --size-mm 270 260 350 --seed 51
crossmodalityseg cohort check-coarse $virtual --ct 2 --size-mm 270 260 350 --spacing-mm 4 --seed 52
crossmodalityseg cohort check-cropped $virtual --ct 2 --size-mm 110 130 140 --seed 53
crossmodalityseg cohort check-degraded $virtual --ct 2 --size-mm 270 260 350 --seed 54
python "$here/degrade.py" check-degraded/ct_train 54
gather check varied coarse cropped degraded
crossmodalityseg segment check --model Heart-virtual.cms --out check-predictions --format nii.gz
crossmodalityseg evaluate --pred check-predictions --reference check --out check.json
python "$here/agreement.py" check-predictions check.json

# Last, the heart localizer goes on learning, from bodies from neck to thigh. The segmenter and its calibration stay as they are.
mv Heart-virtual.cms calibrated.cms
python "$here/localizer.py" calibrated.cms "$anatomies" bodies Heart-virtual.cms
