"""What tests share: where the example data is, and small lakes made to measure."""
