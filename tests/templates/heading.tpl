# Squares below {{n}}
